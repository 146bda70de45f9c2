import QtQuick
import Kiosk.Theme

// The ring around the control that has the keyboard's focus: a gap, then the ring.
Rectangle {
    property bool shown: false
    property real corner: Theme.radiusField

    anchors.fill: parent
    anchors.margins: -(Theme.focusGap + Theme.focusWidth)
    visible: shown
    color: "transparent"
    radius: corner + Theme.focusGap + Theme.focusWidth
    border.color: Theme.focus
    border.width: Theme.focusWidth
}
