pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// How data are processed, to read; and the real choices, unticked, each refusable.
StepBody {
    id: body

    required property StepModel model
    readonly property bool split: Theme.scale > 1.3 || Theme.landscape // first the notice, then the choices
    property bool choosing: false

    Row {
        id: tabs

        visible: body.split
        width: parent.width
        height: visible ? implicitHeight : 0
        spacing: Theme.gap

        SegmentButton {
            width: (tabs.width - tabs.spacing) / 2
            text: qsTr("Thông báo")
            selected: !body.choosing
            onClicked: body.choosing = false
        }

        SegmentButton {
            width: (tabs.width - tabs.spacing) / 2
            text: qsTr("Lựa chọn")
            selected: body.choosing
            onClicked: body.choosing = true
        }
    }

    PagedList {
        id: list

        visible: !body.split || !body.choosing
        y: body.split ? tabs.height + Theme.gap : 0
        width: parent.width
        height: (body.split ? parent.height : choices.y - Theme.gap) - y
        model: body.model.facts
        delegate: FactCard {
            width: list.rowWidth
        }
    }

    Column {
        id: choices

        visible: !body.split || body.choosing
        y: body.split ? tabs.height + Theme.gap : parent.height - height
        width: parent.width
        spacing: 12

        Label {
            visible: rows.count > 0
            width: parent.width
            text: qsTr("Chọn thêm nếu muốn. Không chọn cũng được.")
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
