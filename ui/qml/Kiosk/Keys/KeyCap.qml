pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import Kiosk.Theme

// A key that draws itself, has a name for screen readers and the robot, and never pops up what was typed.
BaseKey {
    id: cap

    property string tone: "letter" // "letter" | "mark" | "special"
    property string icon
    property bool lit: false
    property int size: displayText.length > 2 ? Theme.least : Theme.keyLetter
    property string spoken: displayText

    functionKey: tone === "special"
    showPreview: false
    noModifier: true
    Accessible.role: Accessible.Button
    Accessible.name: spoken
    Accessible.onPressAction: {
        if (!cap.noKeyEvent)
            InputContext.inputEngine.virtualKeyClick(cap.key, cap.text, 0);
        cap.clicked();
    }

    keyPanelDelegate: KeyFace {
        tone: cap.tone
        icon: cap.icon
        lit: cap.lit
        size: cap.size
    }
}
