import QtQuick
import QtQuick.VirtualKeyboard.Styles
import Kiosk.Theme

// The face of a key, inset in its cell: the gap between two faces belongs to the nearer key, so no touch is lost.
KeyPanel {
    id: face

    property string tone: "letter"
    property string icon
    property bool lit: false
    property int size: Theme.keyLetter


    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: 5
        anchors.rightMargin: 5
        anchors.topMargin: Theme.landscape ? 3 : 6
        anchors.bottomMargin: Theme.landscape ? 3 : 6
        radius: Theme.radiusKey
        color: face.control?.pressed || face.lit ? Theme.pressed
            : face.tone === "mark" ? Theme.goldSoft : face.tone === "special" ? Theme.keySpecial : Theme.key
        border.width: face.lit ? 2 * Theme.edge : Theme.edge
        border.color: face.lit ? Theme.ink : Theme.outline

        Text {
            id: words

            anchors.fill: parent
            anchors.margins: 4
            text: face.icon === "" ? face.control?.displayText ?? "" : Theme.glyph(face.icon)
            color: face.tone === "mark" ? Theme.lacquerDeep : Theme.ink
            font.family: face.icon === "" ? Theme.font : Theme.iconFont
            font.pixelSize: face.icon !== "" ? Theme.icon : face.size
            font.weight: face.icon === "" ? Font.Medium : Font.Normal
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            wrapMode: Text.Wrap
            lineHeight: lineCount > 1 ? 0.9 : 1
            textFormat: Text.PlainText
            renderType: Text.QtRendering
            Accessible.ignored: true
        }
    }
}
