import QtQuick
import Kiosk.Theme

// What all buttons share: one touch, a role and a name, a focus ring; no hover, no long press, no double tap.
Item {
    id: pressable

    property string text
    property string accessibleName: text
    property Item face: null // what decides the size
    property real sidePadding: Theme.landscape ? 20 : 28
    property real topPadding: Theme.landscape ? 8 : 14
    property real ringRadius: Theme.radiusField
    property bool fades: true // when disabled; a button that keeps its own look for that says false
    readonly property bool down: tap.pressed

    signal clicked

    function press(): void {
        if (enabled)
            clicked();
    }

    implicitWidth: Math.max(Theme.touch, (face ? face.implicitWidth : 0) + 2 * sidePadding)
    implicitHeight: Math.max(Theme.touch, (face ? face.implicitHeight : 0) + 2 * topPadding)
    opacity: enabled || !fades ? 1 : 0.45
    activeFocusOnTab: true

    Accessible.role: Accessible.Button
    Accessible.name: accessibleName
    Accessible.focusable: true
    Accessible.pressed: down
    Accessible.onPressAction: pressable.press()
    Keys.onSpacePressed: press()
    Keys.onReturnPressed: press()
    Keys.onEnterPressed: press()

    TapHandler {
        id: tap

        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0 // a slow finger is as good as a quick one
        onTapped: pressable.press()
    }

    FocusRing {
        shown: pressable.activeFocus
        corner: pressable.ringRadius
        z: 1
    }
}
