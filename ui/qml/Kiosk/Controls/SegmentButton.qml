import QtQuick
import Kiosk.Theme

// One of a few ways to answer the same question.
Pressable {
    id: button

    property bool selected: false

    face: words
    sidePadding: 16
    Accessible.role: Accessible.RadioButton
    Accessible.checkable: true
    Accessible.checked: selected
    Accessible.selected: selected

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: button.down ? Theme.pressed : button.selected ? Theme.lacquer : Theme.card
        border.width: Theme.edge
        border.color: button.selected ? Theme.lacquer : Theme.outline
    }

    ButtonFace {
        id: words

        anchors.fill: parent
        anchors.leftMargin: button.sidePadding
        anchors.rightMargin: button.sidePadding
        text: button.text
        icon: button.selected ? "check" : ""
        iconSize: Math.round(Theme.icon * 0.75)
        role: "label"
        color: button.selected && !button.down ? Theme.lacquerInk : Theme.ink
        weight: button.selected ? Font.DemiBold : Font.Medium
    }
}
