import QtQuick
import Kiosk.Theme
import Kiosk.Keyboard

// The head of a question: where we are, the question, and help. In landscape the help is folded behind «?»
// while the keyboard is up; pressing «?» puts the keyboard away, and the help is there again.
Column {
    id: head

    property string title // the procedure
    property string place // «Phần 4/6: Bé · câu 1/6»
    property int parts: 0
    property int part: 0
    property string question
    property string help
    property int lines: 20 // of the question; where it has more, its screen shows the whole of it elsewhere
    property real room: Infinity // the height it may take; the help is left out where it would take more
    property bool more: false // there is more to the procedure's name than its title

    signal titleOpened

    readonly property bool folded: Theme.landscape && Theme.keyboardUp

    spacing: Theme.landscape ? 8 : 14

    Progress {
        visible: head.parts > 0 && !(head.folded && words.lineCount > 1)
        width: head.width
        parts: head.parts
        part: head.part
        title: head.title
        place: head.place
        more: head.more
        onOpened: head.titleOpened()
    }

    Item {
        id: asked

        width: head.width
        height: Math.max(words.height, unfold.visible ? unfold.height : 0)

        Label {
            id: words

            width: parent.width - (unfold.visible ? unfold.width + Theme.gap : 0)
            anchors.verticalCenter: parent.verticalCenter
            topPadding: Theme.landscape ? 0 : 10
            text: head.question
            role: "question"
            elide: Text.ElideRight
            maximumLineCount: head.lines
        }

        LinkButton {
            id: unfold

            visible: head.folded && head.help !== ""
            anchors.right: parent.right
            text: qsTr("Trợ giúp")
            icon: "question"
            onClicked: Entry.hide()
        }
    }

    Label {
        visible: text !== "" && !head.folded && asked.y + asked.height + head.spacing + height <= head.room
        width: head.width
        text: head.help
        color: Theme.mute
    }
}
