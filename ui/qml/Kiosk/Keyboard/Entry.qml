pragma Singleton

import QtQuick

// What the field in hand wants from the keyboard; TextBox sets it, the pages of keys (Kiosk.Keys) follow it.
// A module of its own: to import Kiosk.Keys is to load Qt Virtual Keyboard, which a first screen does without.
QtObject {
    id: entry

    property string hints: "text" // "text" | "name" | "digits" | "phone" | "code" | "email"
    property bool wanted: false // a field has, or had, the focus
    property Item field: null // the field that has it now
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

    readonly property var method: Qt.inputMethod // QML has no type for it that a cast finds

    function enter(item: Item, asked: string): void {
        field = item;
        hints = asked;
        wanted = true;
    }

    // The keyboard goes with its field, unless another field takes it over.
    function leave(item: Item): void {
        if (field !== item)
            return;
        field = null;
        Qt.callLater(entry.closeIfLeft);
    }

    function closeIfLeft(): void {
        if (!field)
            hide();
    }

    function show(): void {
        method.show();
    }

    function hide(): void {
        method.hide();
    }

    function commit(): void {
        method.commit();
    }

    onHintsChanged: symbols = false
}
