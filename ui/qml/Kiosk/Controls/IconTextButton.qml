import QtQuick
import Kiosk.Theme

// A footer button: icon above its word; the strong one has the gold ground.
Pressable {
    id: button

    property string icon
    property bool strong: false
    readonly property real naturalWidth: Math.ceil(measure.advanceWidth) + 2 * sidePadding
    readonly property color tone: strong ? Theme.lacquer : Theme.ink

    face: column
    sidePadding: 2
    topPadding: 6

    TextMetrics {
        id: measure

        font: words.font
        text: button.text
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: button.down ? Theme.pressed : button.strong ? Theme.goldSoft : "transparent"
        border.width: button.strong ? Theme.edge : 0
        border.color: Theme.outline
    }

    Column {
        id: column

        anchors.centerIn: parent
        width: parent.width - 2 * button.sidePadding
        spacing: 2

        Icon {
            name: button.icon
            size: words.lineCount > 1 ? Math.round(Theme.icon * 0.72) : Theme.icon
            color: button.tone
            anchors.horizontalCenter: parent.horizontalCenter
        }

        Label {
            id: words

            width: parent.width
            text: button.text
            role: "least"
            color: button.tone
            font.weight: Font.Medium
            horizontalAlignment: Text.AlignHCenter
            lineHeight: lineCount > 1 ? 0.92 : 1
            silent: true
        }
    }
}
