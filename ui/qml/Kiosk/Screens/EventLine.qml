import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// One state a dossier went through.
Item {
    id: line

    required property int index
    required property string title
    required property string when
    required property bool current

    height: words.height + 20

    Rectangle {
        x: 12
        y: words.y + 12
        width: 24
        height: 24
        radius: 12
        color: line.current ? Theme.lacquer : Theme.paper
        border.width: 3
        border.color: line.current ? Theme.lacquer : Theme.outline
    }

    Column {
        id: words

        x: 60
        y: 8
        width: parent.width - x

        Label {
            width: parent.width
            text: line.title
            strong: line.current
        }

        Label {
            width: parent.width
            text: line.when
            role: "label"
            color: Theme.mute
        }
    }
}
