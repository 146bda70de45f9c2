pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// One step of a walk-through: its picture, what to do in order, a page to photograph; or a question that finds the way.
Page {
    id: screen

    required property WalkModel model
    readonly property bool asks: choices.count > 0
    readonly property bool linked: model.link !== ""
    readonly property bool large: Theme.scale > 1.3
    readonly property real side: Theme.landscape && !asks && !linked && model.icon !== "" ? Math.round(width * 0.3) : 0 // of a low screen
    bar: ActionBar {
        nextText: screen.model.primary
        nextIcon: screen.model.ends ? "house-line" : ""
        onBack: screen.model.back()
        onNext: screen.model.next()
    }

    QuestionHead {
        id: head

        width: screen.width
        title: screen.model.procedure
        place: screen.model.progress
        parts: screen.model.parts
        part: screen.model.part
        question: screen.model.label
        help: screen.model.help
    }

    Panel {
        id: trouble

        y: head.height + Theme.gap
        visible: text !== ""
        width: screen.width
        tone: "error"
        text: screen.model.trouble
    }

    Item {
        id: body

        y: head.height + Theme.gap + (trouble.visible ? trouble.height + Theme.gap : 0)
        width: screen.width
        height: screen.height - y

        WalkPicture {
            id: drawn

            visible: icon !== "" && !screen.asks && !(screen.linked && (Theme.landscape || screen.large))
            width: screen.side > 0 ? screen.side : body.width
            height: !visible ? 0 : Theme.landscape ? Math.min(body.height, 340) : screen.large ? 240 : screen.linked ? 280 : 380
            icon: screen.model.icon
            inner: screen.model.inner
            badge: screen.model.badge
        }

        PagedList {
            id: reading

            visible: !screen.asks
            x: screen.side > 0 ? screen.side + 2 * Theme.gap : 0
            y: screen.side === 0 && drawn.visible ? drawn.height + Theme.gap : 0
            width: body.width - x
            height: body.height - y
            model: screen.model.blocks
            delegate: WalkBlock {
                width: reading.rowWidth
                walk: screen.model
            }
        }

        PagedList {
            id: choices

            visible: screen.asks
            width: body.width
            height: body.height
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
    }
}
