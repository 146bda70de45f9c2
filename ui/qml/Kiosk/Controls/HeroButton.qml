import QtQuick
import Kiosk.Theme

// The first thing to do on Home («Đặt thẻ căn cước»): a lacquer card with a large icon and a line of help.
Pressable {
    id: button

    property string help
    property string icon: "identification-card"
    property string iconAfter: "caret-right"

    face: words
    topPadding: Theme.landscape ? 14 : 36
    sidePadding: Theme.landscape ? 24 : 44
    ringRadius: Theme.radiusCard
    implicitWidth: 600
    Accessible.description: help

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusCard
        color: button.down ? Theme.lacquerDeep : Theme.lacquer
    }

    Icon {
        id: picture

        x: button.sidePadding
        anchors.verticalCenter: parent.verticalCenter
        name: button.icon
        weight: "bold"
        size: Theme.landscape ? 64 : 112
        color: Theme.goldOnLacquer
    }

    Column {
        id: words

        x: picture.x + picture.width + Theme.gap * 1.6
        anchors.verticalCenter: parent.verticalCenter
        width: after.x - x - Theme.gap
        spacing: 6

        Label {
            width: parent.width
            text: button.text
            role: "title"
            color: Theme.lacquerInk
            silent: true
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: button.help
            role: "label"
            color: Theme.lacquerInk
            silent: true
        }
    }

    Icon {
        id: after

        x: button.width - button.sidePadding - width
        anchors.verticalCenter: parent.verticalCenter
        name: button.iconAfter
        color: Theme.lacquerInk
    }
}
