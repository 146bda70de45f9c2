pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// How data are processed, to read; and the real choices, unticked, each refusable.
StepBody {
    id: body

    required property StepModel model

    PagedList {
        id: list

        width: parent.width
        height: choices.y - Theme.gap
        model: body.model.facts
        delegate: FactCard {
            width: list.width
        }
    }

    Column {
        id: choices

        y: parent.height - height
        width: parent.width
        spacing: 12

        Label {
            visible: rows.count > 0
            width: parent.width
            text: qsTr("Chọn thêm nếu muốn. Không chọn vẫn nộp được hồ sơ.")
            role: "label"
            color: Theme.mute
        }

        Repeater {
            id: rows

            model: body.model.options

            CheckRow {
                required property string key
                required property bool selected
                required text
                required help

                width: choices.width
                checked: selected
                onClicked: body.model.choose(key)
            }
        }
    }
}
