pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme
import Kiosk.Keyboard

// A field of one line. «text» always holds what is seen; touching it opens the on-screen keyboard.
Item {
    id: box

    property string label // the question: what screen readers and the robot call the field
    property alias text: input.text
    property string placeholder
    property string hints: "text" // "text" | "name" | "digits" | "phone" | "code" | "email"
    property bool masked: false // all but the last two characters are hidden, «Hiện» shows them for 10 s
    property bool faulty: false
    property alias maximumLength: input.maximumLength
    readonly property alias editing: input.activeFocus

    readonly property bool veiled: masked && !reveal.running

    signal edited(string text)
    signal accepted

    // What the field holds, with anything that is still being composed.
    function take(): string {
        if (input.preeditText !== "")
            Entry.commit();
        return input.text;
    }

    function open(): void {
        input.forceActiveFocus();
        Entry.show();
    }

    function clear(): void {
        input.clear();
    }

    onHintsChanged: {
        if (input.activeFocus)
            Entry.hints = hints;
    }

    onVisibleChanged: {
        if (!visible)
            input.focus = false;
    }
    Component.onDestruction: Entry.leave(box)

    implicitWidth: 600
    implicitHeight: Theme.landscape ? 72 : 132

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusField
        color: Theme.card
        border.width: input.activeFocus || box.faulty ? 5 : Theme.edge
        border.color: box.faulty ? Theme.error : input.activeFocus ? Theme.ink : Theme.outline
    }

    Label {
        anchors.left: input.left
        anchors.right: input.right
        anchors.verticalCenter: parent.verticalCenter
        visible: input.text === "" && input.preeditText === ""
        text: box.placeholder
        color: Theme.mute
        silent: true
    }

    TextMetrics {
        id: measure

        font.family: Theme.font
        font.weight: Font.DemiBold
        font.pixelSize: Theme.title
        text: input.text + input.preeditText
    }

    TextInput {
        id: input

        anchors.fill: parent
        anchors.leftMargin: Theme.landscape ? 24 : 34
        anchors.rightMargin: (show.visible ? show.width + Theme.gap : 0) + (Theme.landscape ? 20 : 28)
        verticalAlignment: TextInput.AlignVCenter
        color: box.veiled ? "transparent" : Theme.ink
        font.family: Theme.font
        font.weight: Font.DemiBold
        // A long name grows smaller before it scrolls out of sight.
        font.pixelSize: Math.max(Theme.body, Math.floor(Theme.title * Math.min(1, (width - 8) / Math.max(1, measure.advanceWidth))))
        selectByMouse: false
        clip: true
        renderType: Text.QtRendering
        cursorVisible: activeFocus && !box.veiled
        cursorDelegate: Rectangle {
            width: 4
            color: Theme.lacquer
            visible: input.cursorVisible
        }
        inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase | Qt.ImhSensitiveData
        activeFocusOnTab: true
        Accessible.role: Accessible.EditableText
        Accessible.name: box.label
        Accessible.description: box.placeholder
        Accessible.ignored: box.veiled

        onCursorPositionChanged: {
            if (box.veiled && cursorPosition !== length)
                cursorPosition = length; // nobody can aim at a digit that is not seen
        }
        onTextEdited: box.edited(text)
        onAccepted: box.accepted()
        onActiveFocusChanged: {
            if (activeFocus)
                Entry.enter(box, box.hints);
            else
                Entry.leave(box);
        }
    }

    // What is heard instead of the number: Qt leaves a password field without a name.
    Item {
        readonly property string text: seen.text

        visible: box.veiled
        anchors.fill: input
        Accessible.role: Accessible.EditableText
        Accessible.name: box.label
        Accessible.focusable: true
        Accessible.focused: input.activeFocus
    }

    Row {
        visible: box.veiled
        anchors.left: input.left
        anchors.verticalCenter: parent.verticalCenter

        Label {
            id: seen

            text: "•".repeat(Math.max(0, input.length - 2)) + input.text.slice(-2)
            font.pixelSize: input.font.pixelSize
            font.weight: Font.DemiBold
            wraps: false
            silent: true
        }

        Rectangle {
            width: 4
            height: input.font.pixelSize * 1.25
            anchors.verticalCenter: parent.verticalCenter
            visible: input.activeFocus
            color: Theme.lacquer
        }
    }

    LinkButton {
        id: show

        visible: box.masked
        anchors.right: parent.right
        anchors.rightMargin: (parent.height - height) / 2
        anchors.verticalCenter: parent.verticalCenter
        text: box.veiled ? qsTr("Hiện") : qsTr("Che")
        icon: box.veiled ? "eye" : "eye-slash"
        onClicked: box.veiled ? reveal.start() : reveal.stop()
    }

    Timer {
        id: reveal

        interval: 10000
    }
}
