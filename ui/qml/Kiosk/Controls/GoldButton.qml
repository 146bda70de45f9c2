import QtQuick
import Kiosk.Theme

// A standing offer (Làm tiếp hồ sơ dở, Tra cứu hồ sơ): pale gold with an edge.
Pressable {
    id: button

    property string icon
    property string iconAfter
    property bool centred: false

    face: words

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: button.down ? Theme.pressed : Theme.goldSoft
        border.width: Theme.edge
        border.color: Theme.outline
    }

    ButtonFace {
        id: words

        anchors.fill: parent
        anchors.leftMargin: button.sidePadding
        anchors.rightMargin: button.sidePadding
        text: button.text
        icon: button.icon
        iconAfter: button.iconAfter
        color: Theme.lacquerDeep
        iconColor: Theme.lacquer
        centred: button.centred
        role: "body"
    }
}
