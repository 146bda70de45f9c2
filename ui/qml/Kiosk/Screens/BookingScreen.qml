pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// One question on the way to a time at a desk: which desk, which day, which time; and all of it once more before it is sent.
Page {
    id: screen

    required property BookingModel model
    readonly property bool asks: choices.count > 0
    bar: ActionBar {
        backText: screen.model.backText
        backIcon: screen.model.backIcon
        nextText: screen.model.primary
        nextIcon: screen.model.primaryIcon
        nextEnabled: screen.model.canGoOn
        onBack: screen.model.back()
        onNext: screen.model.next()
    }

    Column {
        id: head

        width: screen.width
        spacing: Theme.landscape ? 8 : Theme.gap

        Label {
            visible: text !== "" && !(Theme.landscape && Theme.scale > 1.3)
            width: parent.width
            text: screen.model.procedure
            role: "label"
            color: Theme.lacquer
            strong: true
            elide: Text.ElideRight
            maximumLineCount: Theme.landscape ? 1 : 2
        }

        QuestionHead {
            width: parent.width
            question: screen.model.question
            help: screen.model.help
        }

        Panel {
            visible: text !== ""
            width: parent.width
            tone: "error"
            text: screen.model.trouble
        }

        Label {
            visible: text !== ""
            width: parent.width
            text: screen.model.note
            color: Theme.waiting
        }
    }

    PagedList {
        id: choices

        visible: screen.asks
        y: head.height + Theme.gap
        width: screen.width
        height: screen.height - y
        model: screen.model.options
        delegate: ChoiceRow {
            required property string key
            required text
            required help
            required selected

            width: choices.rowWidth
            onClicked: screen.model.choose(key)
        }
    }

    PagedList {
        id: reading

        visible: !screen.asks
        y: choices.y
        width: screen.width
        height: choices.height
        model: screen.model.facts
        delegate: FactCard {
            width: reading.rowWidth
        }
    }
}
