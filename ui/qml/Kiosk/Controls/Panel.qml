import QtQuick
import Kiosk.Theme

// Something to know, in the colour and with the icon of its tone (never by colour alone).
Rectangle {
    id: panel

    default property alias content: column.data
    property string tone: "info" // "info" | "saved" | "accepted" | "waiting" | "error" | "plum" | "plain"
    property string icon: {
        switch (tone) {
        case "saved": return "pencil-line";
        case "accepted": return "check-circle";
        case "waiting": return "clock";
        case "error": return "warning-circle";
        case "plum": return "hand-palm";
        case "info": return "info";
        default: return "";
        }
    }
    property string title
    property string text
    property real padding: Theme.landscape ? 16 : 28

    readonly property color tint: Theme.toneInk(tone)

    implicitWidth: 480
    implicitHeight: Math.max(column.implicitHeight, mark.visible ? mark.height : 0) + 2 * padding
    radius: Theme.radiusField
    color: Theme.toneGround(tone)
    border.width: tone === "plain" || tone === "saved" ? Theme.edge : Theme.contrast === "light" ? 0 : Theme.edge
    border.color: tone === "plain" || tone === "saved" ? Theme.outline : tint

    Icon {
        id: mark

        x: panel.padding
        y: panel.padding + Math.max(0, Math.round((column.firstLine - height) / 2))
        visible: panel.icon !== ""
        name: panel.icon
        color: panel.tint
    }

    Column {
        id: column

        readonly property real firstLine: heading.visible ? heading.height / heading.lineCount
            : words.visible ? words.height / words.lineCount : mark.height

        x: panel.padding + (mark.visible ? mark.width + Theme.gap : 0)
        y: panel.padding
        width: panel.width - x - panel.padding
        spacing: Theme.landscape ? 6 : 10

        Label {
            id: heading

            visible: text !== ""
            width: parent.width
            text: panel.title
            color: panel.tint
            strong: true
        }

        Label {
            id: words

            visible: text !== ""
            width: parent.width
            text: panel.text
            color: panel.title === "" ? panel.tint : Theme.ink
        }
    }
}
