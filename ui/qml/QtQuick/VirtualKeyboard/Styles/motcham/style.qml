import QtQuick
import QtQuick.VirtualKeyboard.Styles
import Kiosk.Theme

// Size and ground of the keyboard; the keys draw themselves (Kiosk.Keys KeyCap).
KeyboardStyle {
    keyboardDesignWidth: Theme.landscape ? 1190 : 1080
    keyboardDesignHeight: Theme.keyboardHeight
    keyboardRelativeLeftMargin: 10 / keyboardDesignWidth
    keyboardRelativeRightMargin: 10 / keyboardDesignWidth
    keyboardRelativeTopMargin: (Theme.landscape ? 6 : 10) / keyboardDesignHeight
    keyboardRelativeBottomMargin: (Theme.landscape ? 6 : 10) / keyboardDesignHeight
    keyboardBackground: Rectangle {
        color: Theme.keyboard
    }
}
