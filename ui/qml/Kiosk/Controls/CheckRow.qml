import QtQuick
import Kiosk.Theme

// An answer that is true or not, whatever the others are.
OptionRow {
    id: row

    property bool checked: false

    chosen: checked
    Accessible.role: Accessible.CheckBox
    Accessible.description: help
    Accessible.checkable: true
    Accessible.checked: checked

    mark: Rectangle {
        width: row.side
        height: row.side
        radius: 10
        color: row.checked ? Theme.lacquer : Theme.card
        border.width: 4
        border.color: row.checked ? Theme.lacquer : Theme.outline

        Icon {
            visible: row.checked
            anchors.centerIn: parent
            name: "check"
            weight: "bold"
            size: Math.round(parent.width * 0.72)
            color: Theme.lacquerInk
        }
    }
}
