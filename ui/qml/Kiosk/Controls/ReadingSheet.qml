import QtQml.Models
import QtQuick
import Kiosk.Theme
import Kiosk.Keyboard

// A long text before everything else, a page at a time, and one way back.
Item {
    id: sheet

    property string title
    property string text
    property bool opened: false

    function open(): void {
        Entry.hide();
        list.rewind();
        opened = true;
    }

    anchors.fill: parent
    visible: opened
    z: 10
    Accessible.role: Accessible.Dialog
    Accessible.name: title

    Rectangle {
        anchors.fill: parent
        color: Theme.veil

        MouseArea {
            anchors.fill: parent
        }
    }

    Rectangle {
        id: card

        readonly property real padding: Theme.landscape ? 24 : 48
        readonly property real needed: head.height + words.height + close.height + 2 * padding + 3 * Theme.gap

        x: Theme.margin
        y: Theme.landscape ? Theme.margin / 2 : Math.round((sheet.height - height) * 0.62)
        width: sheet.width - 2 * x
        height: Theme.landscape ? sheet.height - 2 * y : Math.min(Math.round(sheet.height * 0.84), needed)
        radius: Theme.radiusCard
        color: Theme.card
        border.width: Theme.edge
        border.color: Theme.outline

        Label {
            id: head

            x: card.padding
            y: x
            width: card.width - 2 * x
            text: sheet.title
            role: "title"
            elide: Text.ElideRight
            maximumLineCount: Theme.landscape ? 1 : 3
        }

        PagedList {
            id: list

            x: card.padding
            y: head.y + head.height + Theme.gap
            width: card.width - 2 * x
            height: close.y - Theme.gap - y
            model: pages
        }

        PrimaryButton {
            id: close

            x: card.padding
            y: card.height - height - card.padding
            width: card.width - 2 * x
            text: qsTr("Xem xong")
            icon: "check"
            onClicked: sheet.opened = false
        }
    }

    ObjectModel {
        id: pages

        Item {
            width: list.rowWidth
            height: words.height

            Label {
                id: words

                width: parent.width
                text: sheet.text
            }
        }
    }
}
