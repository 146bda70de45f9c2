import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// One photographed page: its picture, the coach's word, and what may be done with it.
Rectangle {
    id: card

    required property string key
    required property int number
    required property url source
    required property string note

    signal act(what: string)

    height: Math.max(picture.height, words.height) + 2 * Theme.gap
    radius: Theme.radiusCard
    color: Theme.card
    border.width: Theme.edge
    border.color: Theme.outline

    Rectangle {
        id: picture

        x: Theme.gap
        y: Theme.gap
        width: Theme.landscape ? 150 : 260
        height: Theme.landscape ? 190 : 340
        color: Theme.paper
        border.width: 1
        border.color: Theme.line

        Image {
            anchors.fill: parent
            anchors.margins: 4
            source: card.source
            fillMode: Image.PreserveAspectFit
        }

        Icon {
            anchors.centerIn: parent
            visible: card.source.toString() === ""
            name: "file-pdf"
            size: 96
            color: Theme.mute
        }
    }

    Column {
        id: words

        x: picture.x + picture.width + Theme.gap
        y: Theme.gap
        width: card.width - x - Theme.gap
        spacing: Theme.landscape ? 8 : 12

        Label {
            width: parent.width
            text: qsTr("Trang %1").arg(card.number)
            strong: true
        }

        Label {
            width: parent.width
            text: card.note
            role: "label"
            color: Theme.mute
        }

        Flow {
            width: parent.width
            spacing: Theme.landscape ? 8 : 12

            LinkButton {
                visible: card.source.toString() !== ""
                text: qsTr("Xem to")
                icon: "magnifying-glass-plus"
                Accessible.name: qsTr("Xem to: trang %1").arg(card.number)
                onClicked: card.act("look")
            }

            LinkButton {
                text: qsTr("Chụp lại")
                icon: "camera"
                Accessible.name: qsTr("Chụp lại: trang %1").arg(card.number)
                onClicked: card.act("retake")
            }

            LinkButton {
                visible: card.source.toString() !== ""
                text: qsTr("Xoay")
                icon: "arrow-clockwise"
                Accessible.name: qsTr("Xoay: trang %1").arg(card.number)
                onClicked: card.act("turn")
            }

            LinkButton {
                text: qsTr("Bỏ trang")
                icon: "trash"
                Accessible.name: qsTr("Bỏ trang: trang %1").arg(card.number)
                onClicked: card.act("remove")
            }
        }
    }
}
