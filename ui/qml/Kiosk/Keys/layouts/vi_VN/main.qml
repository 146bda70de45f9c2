import QtQuick
import QtQuick.VirtualKeyboard.Components
import Kiosk.Keyboard
import Kiosk.Keys

// The page of keys that the field in hand asks for.
KeyboardLayoutLoader {
    inputMethod: Composing {}
    sourceComponent: {
        switch (Entry.page) {
        case "digits": return digits;
        case "code": return code;
        case "email": return email;
        case "symbols": return symbols;
        default: return letters;
        }
    }

    Component {
        id: letters

        LettersPage {}
    }
    Component {
        id: symbols

        SymbolsPage {}
    }
    Component {
        id: digits

        DigitsPage {}
    }
    Component {
        id: code

        CodePage {}
    }
    Component {
        id: email

        EmailPage {}
    }
}
