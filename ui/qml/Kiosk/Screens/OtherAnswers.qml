pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// «Không có», «Chưa biết», «Bỏ qua»: what a question may be answered with instead of a value.
Flow {
    id: others

    required property StepModel model
    property int columns: 1
    property bool low: false // as low as may be: of three the two short ones share a row, under the long one

    readonly property alias count: answers.count
    readonly property bool paired: low && count === 3

    spacing: Theme.landscape ? 12 : 16

    component Answer: ChoiceRow {
        required property string key
        required text
        required selected
        readonly property bool first: others.paired && key === "unknown"

        onClicked: others.model.chooseMissing(key)
    }

    Repeater {
        model: others.model.missing

        Answer {
            visible: first
            width: others.width
        }
    }

    Repeater {
        id: answers

        readonly property int columns: others.paired ? 2 : others.columns

        model: others.model.missing

        Answer {
            visible: !first
            width: Math.floor((others.width - (answers.columns - 1) * others.spacing) / answers.columns)
        }
    }
}
