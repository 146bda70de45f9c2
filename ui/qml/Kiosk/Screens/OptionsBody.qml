pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

StepBody {
    id: body

    required property StepModel model

    PagedList {
        id: list

        anchors.fill: parent
        model: body.model.options
        delegate: body.model.many ? ticks : radios
    }

    Component {
        id: radios

        ChoiceRow {
            required property string key
            required text
            required help
            required selected

            width: list.rowWidth
            onClicked: body.model.choose(key)
        }
    }

    Component {
        id: ticks

        CheckRow {
            required property string key
            required property bool selected
            required text
            required help

            width: list.rowWidth
            checked: selected
            onClicked: body.model.choose(key)
        }
    }
}
