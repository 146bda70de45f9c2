import QtQuick
import Kiosk.Theme
import Kiosk.Keyboard

// A question that stands before everything else, with its answers; the screen behind it cannot be touched.
Item {
    id: sheet

    default property alias content: column.data
    property string title
    property string text
    property string icon
    property bool opened: false

    anchors.fill: parent
    visible: opened
    z: 10
    Accessible.role: Accessible.Dialog
    Accessible.name: title

    onOpenedChanged: {
        if (opened)
            Entry.hide();
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.veil

        MouseArea {
            anchors.fill: parent
        }
    }

    Rectangle {
        // Low enough for a hand from a wheelchair.
        y: Math.round((sheet.height - height) * (Theme.landscape ? 0.5 : 0.62))
        x: Theme.landscape ? Math.round((sheet.width - width) / 2) : Theme.margin
        width: Theme.landscape ? Math.min(960, sheet.width - 2 * Theme.margin) : sheet.width - 2 * Theme.margin
        height: column.height + 2 * column.y
        radius: Theme.radiusCard
        color: Theme.card
        border.width: Theme.edge
        border.color: Theme.outline

        Column {
            id: column

            x: Theme.landscape ? 32 : 48
            y: x
            width: parent.width - 2 * x
            spacing: Theme.gap

            Icon {
                visible: sheet.icon !== ""
                name: sheet.icon
                size: Theme.icon * 2
                color: Theme.lacquer
            }

            Label {
                width: parent.width
                text: sheet.title
                role: "title"
            }

            Label {
                visible: text !== ""
                width: parent.width
                text: sheet.text
                bottomPadding: Theme.gap
            }
        }
    }
}
