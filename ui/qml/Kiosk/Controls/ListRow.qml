import QtQuick
import Kiosk.Theme

// One thing in a list, to open: what it is, a line about it, a word at the end.
Pressable {
    id: row

    property string title
    property string short: title // as much of it as is shown
    property string marked // the same with <u> round what was searched for; it alone is formatted text
    property string subtitle
    property string icon
    property string trailing
    property bool compact: false // little room: two lines of the title
    readonly property bool bare: compact && Theme.scale > 1.1 // and no more
    property string trailingIcon: "caret-right"

    text: title
    face: words
    topPadding: bare ? 4 : Theme.landscape ? 10 : 20
    implicitWidth: 600
    Accessible.description: subtitle

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: row.down ? Theme.pressed : Theme.card
        border.width: Theme.edge
        border.color: Theme.outline
    }

    Icon {
        id: picture

        visible: row.icon !== ""
        x: row.sidePadding
        anchors.verticalCenter: parent.verticalCenter
        name: row.icon
        color: Theme.lacquer
    }

    Column {
        id: words

        x: row.sidePadding + (picture.visible ? picture.width + Theme.gap : 0)
        anchors.verticalCenter: parent.verticalCenter
        width: end.x - x - Theme.gap
        spacing: 4

        Label {
            width: parent.width
            text: row.marked === "" ? row.short : row.marked.replace(/<u>/g, `<u><font color="${Theme.lacquer}">`).replace(/<\/u>/g, "</font></u>")
            textFormat: row.marked === "" ? Text.PlainText : Text.StyledText
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            maximumLineCount: row.compact ? 2 : 5
            silent: true
        }

        Label {
            visible: text !== "" && !row.bare
            width: parent.width
            text: row.subtitle
            role: "label"
            color: Theme.mute
            silent: true
        }
    }

    Row {
        id: end

        x: row.width - row.sidePadding - width
        anchors.verticalCenter: parent.verticalCenter
        spacing: 12

        Label {
            visible: text !== ""
            width: Math.min(Math.ceil(implicitWidth), Math.round(row.width * 0.35))
            anchors.verticalCenter: parent.verticalCenter
            text: row.trailing
            role: "label"
            color: Theme.mute
            horizontalAlignment: Text.AlignRight
            silent: true
        }

        Icon {
            visible: row.trailingIcon !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: row.trailingIcon
            color: Theme.lacquer
            size: Math.round(Theme.icon * 0.9)
        }
    }
}
