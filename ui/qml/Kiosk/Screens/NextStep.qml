import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// One of the things to do next, in order.
Item {
    id: step

    required property int index
    required property string key
    required property string title

    height: words.height

    Label {
        id: count

        width: Math.round(Theme.body * 1.5)
        text: step.key
        color: Theme.lacquer
        font.weight: Font.ExtraBold
        silent: true
    }

    Label {
        id: words

        x: count.width
        width: step.width - x
        text: step.title
    }
}
