import QtQuick
import Kiosk.Theme

// A piece of text in one of the six sizes.
Text {
    id: label

    property string role: "body" // "display" | "question" | "title" | "action" | "body" | "label" | "least"
    property bool strong: false
    property bool wraps: true
    property bool silent: false // part of a control that speaks for itself

    readonly property bool heading: role === "display" || role === "question" || role === "title"

    color: Theme.ink
    font.family: Theme.font
    font.pixelSize: {
        switch (role) {
        case "display": return Theme.display;
        case "question": return Theme.question;
        case "title": return Theme.title;
        case "action": return Theme.action;
        case "label": return Theme.label;
        case "least": return Theme.least;
        default: return Theme.body;
        }
    }
    font.weight: heading ? Font.Bold : role === "action" || strong ? Font.DemiBold : Font.Normal
    wrapMode: wraps ? Text.Wrap : Text.NoWrap
    textFormat: Text.PlainText
    renderType: Text.QtRendering
    Accessible.role: heading ? Accessible.Heading : Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: silent || text === ""
}
