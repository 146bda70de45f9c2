import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import Kiosk.Theme

// Ten large digits.
KeyboardLayout {
    keyWeight: 100

    KeyRow {
        LetterKey { letter: "1"; size: Theme.question }
        LetterKey { letter: "2"; size: Theme.question }
        LetterKey { letter: "3"; size: Theme.question }
    }

    KeyRow {
        LetterKey { letter: "4"; size: Theme.question }
        LetterKey { letter: "5"; size: Theme.question }
        LetterKey { letter: "6"; size: Theme.question }
    }

    KeyRow {
        LetterKey { letter: "7"; size: Theme.question }
        LetterKey { letter: "8"; size: Theme.question }
        LetterKey { letter: "9"; size: Theme.question }
    }

    KeyRow {
        KeyCap {
            tone: "special"
            displayText: qsTr("Đóng bàn phím")
            noKeyEvent: true
            weight: 100
            onClicked: InputContext.priv.hideInputPanel()
        }
        LetterKey { letter: "0"; size: Theme.question }
        KeyCap {
            tone: "special"
            displayText: qsTr("Xóa")
            key: Qt.Key_Backspace
            weight: 100
        }
    }
}
