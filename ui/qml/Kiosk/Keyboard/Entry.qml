pragma Singleton

import QtQuick

// What the field in hand wants from the keyboard; TextBox sets it, the pages of keys follow it.
QtObject {
    id: entry

    property string hints: "text" // "text" | "name" | "digits" | "phone" | "code" | "email"
    property bool symbols: false // the page of digits and signs, instead of letters
    property bool telex: true // «aa» becomes «â»
    property var composer: null // ui/keyboard.py

    readonly property string page: {
        switch (hints) {
        case "digits":
        case "phone": return "digits";
        case "code": return "code";
        case "email": return "email";
        default: return symbols ? "symbols" : "letters";
        }
    }

    onHintsChanged: symbols = false
}
