import QtQuick
import Kiosk.Theme

// Where a dossier stands: one noun, one look, one «what now».
Rectangle {
    id: card

    default property alias content: column.data
    property string tone: "waiting" // "plain" | "waiting" | "info" | "accepted" | "processing" | "plum" | "mute" | "error"
    property string icon: "clock"
    property string title
    property string text
    property string strong

    readonly property color tint: Theme.toneInk(tone)
    readonly property real padding: Theme.landscape ? 14 : beside ? 48 : 32 // large text: the slip has to stand below it
    readonly property bool beside: Theme.landscape || Theme.scale < 1.5

    implicitWidth: 600
    implicitHeight: column.y + column.height + padding
    radius: Theme.radiusCard
    color: Theme.toneGround(tone)
    border.width: Theme.edge + 1
    border.color: tint

    Icon {
        id: picture

        x: card.padding
        y: card.beside ? Math.round((card.height - height) / 2) : card.padding
        name: card.icon
        weight: "bold"
        size: Theme.landscape ? 72 : card.beside ? 128 : Math.round(Theme.title * 1.3)
        color: card.tint
    }

    Column {
        id: column

        x: card.beside ? card.padding + picture.width + card.padding * 0.8 : card.padding
        y: card.padding
        width: card.width - x - card.padding
        spacing: Theme.landscape ? 6 : 14

        Label {
            width: parent.width
            leftPadding: card.beside ? 0 : picture.width + Theme.gap // large text: the icon stands before the title
            text: card.title
            role: "title"
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: card.text
            color: card.tint
            lineHeight: card.beside ? 1.1 : 1
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: card.strong
            strong: true
        }
    }
}
