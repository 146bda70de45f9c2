pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Keyboard
import Kiosk.Models
import Kiosk.Theme

// One step of a guide: its head, what is to be mended, the field of its kind, the three other answers.
Page {
    id: screen

    required property StepModel model
    required property AddressModel address
    required property PapersModel papers
    readonly property bool cramped: Theme.keyboardUp
    readonly property bool tight: Theme.landscape || Theme.scale > 1.3 // little room beside a keyboard or a note
    readonly property bool low: Theme.landscape && Theme.scale > 1.3 // hardly any room
    readonly property bool taken: model.page === "pages" && papers.countText !== "" // no other answer is wanted
    readonly property bool picking: model.page === "address" && address.picking !== ""

    bar: ActionBar {
        nextText: screen.picking ? "" : screen.model.primary
        nextIcon: screen.model.primaryIcon === "arrow-right" ? "" : screen.model.primaryIcon
        nextEnabled: screen.model.canGoOn
        onBack: screen.leave(false)
        onNext: screen.leave(true)
    }
    sheet: ReadingSheet {
        id: reading
    }

    function read(title: string, text: string): void {
        reading.title = title;
        reading.text = text;
        reading.open();
    }

    // The answer in the field is complete before the step is left.
    function leave(onwards: bool): void {
        if (screen.picking) {
            screen.address.open("");
            return;
        }
        (body.item as StepBody)?.settle();
        if (onwards)
            screen.model.next();
        else
            screen.model.back();
    }

    function fresh(): void {
        body.page = "";
        body.page = screen.model.page;
    }

    Component.onCompleted: fresh()

    // What is wrong is read without the keyboard before it.
    Connections {
        target: screen.model
        property bool noted: false

        function onChanged(): void {
            if (screen.model.noted && !noted)
                Entry.hide();
            noted = screen.model.noted;
        }
    }

    Connections {
        target: screen.model
        property string key: screen.model.key

        function onChanged(): void {
            if (key !== screen.model.key || body.page !== screen.model.page) {
                key = screen.model.key;
                screen.fresh();
            }
        }
    }

    QuestionHead {
        id: head

        width: screen.width
        title: screen.model.procedure
        place: screen.model.progress
        parts: screen.model.parts
        part: screen.model.part
        question: screen.model.label
        room: screen.model.page === "date" ? screen.height - notes.height - (tail.height > 0 ? tail.height + Theme.gap : 0) - (body.item as StepBody)?.implicitHeight - 2 * Theme.gap : Infinity
        lines: screen.low && screen.model.page === "pages" ? 2 : 20
        more: screen.model.officialName !== ""
        onTitleOpened: screen.read(screen.model.procedure, screen.model.officialName === "" ? screen.model.procedure : screen.model.officialName)
        help: screen.picking || (screen.low && screen.model.page === "pages") || (screen.tight && (screen.model.noted || screen.cramped || screen.papers.trouble !== "" || screen.address.offer !== "")) ? "" : screen.model.help
    }

    Column {
        id: notes

        y: head.height + Theme.gap
        width: screen.width
        spacing: Theme.gap

        Label {
            visible: text !== "" && !screen.cramped && !screen.picking
            width: parent.width
            text: screen.model.why
            role: "label"
            color: Theme.mute
        }

        Label {
            visible: text !== "" && !screen.cramped && !screen.picking && screen.model.page !== "fee"
            width: parent.width
            text: screen.model.unsure
            role: "label"
            color: Theme.waiting
        }

        Panel {
            visible: text !== ""
            width: parent.width
            tone: "error"
            title: qsTr("Cần chú ý")
            text: screen.model.trouble
        }

        Repeater {
            model: screen.model.page === "review" || screen.model.page === "date" || (Theme.landscape && screen.cramped) ? null : screen.model.faults

            FaultPanel {
                width: notes.width
            }
        }

        Panel {
            visible: text !== "" && !screen.cramped
            width: parent.width
            tone: "info"
            text: screen.model.appeared
        }
    }

    Loader {
        id: body

        property string page

        y: notes.y + (notes.height > 0 ? notes.height + Theme.gap : 0)
        width: screen.width
        height: Math.max(0, screen.height - y - (tail.height > 0 ? tail.height + Theme.gap : 0))
        sourceComponent: {
            switch (page) {
            case "text": return textBody;
            case "date": return dateBody;
            case "number": return numberBody;
            case "options": return optionsBody;
            case "search": return searchBody;
            case "address": return addressBody;
            case "pages": return pagesBody;
            case "group": return groupBody;
            case "reading": return readingBody;
            case "papers": return papersBody;
            case "review": return reviewBody;
            case "fee": return feeBody;
            case "declaration": return declarationBody;
            case "notice": return noticeBody;
            default: return null;
            }
        }
    }

    Column {
        id: tail

        y: screen.height - height
        width: screen.width
        visible: !screen.picking && !(Theme.landscape && screen.model.page === "date") && !(screen.tight && screen.taken) && !(screen.cramped && (screen.tight || screen.model.page === "search"))
        height: visible ? implicitHeight : 0
        spacing: Theme.landscape ? 12 : 16

        OtherAnswers {
            readonly property bool split: Theme.landscape && screen.model.page !== "options"

            width: parent.width
            low: screen.model.page === "date"
            columns: !split || (screen.low && count === 1) ? 1 : Theme.scale > 1.1 ? 2 : Math.max(2, count)
            model: screen.model
        }

        Panel {
            visible: text !== "" && !screen.cramped && !Theme.landscape && screen.model.page === "text"
            width: parent.width
            tone: "saved"
            text: screen.model.saved
        }
    }

    Component { id: textBody; TextBody { model: screen.model } }
    Component { id: dateBody; DateBody { model: screen.model } }
    Component { id: numberBody; NumberBody { model: screen.model } }
    Component { id: optionsBody; OptionsBody { model: screen.model } }
    Component { id: searchBody; SearchBody { model: screen.model } }
    Component { id: addressBody; AddressBody { model: screen.address; label: screen.model.label } }
    Component {
        id: pagesBody

        PagesBody {
            model: screen.papers
            readable: screen.model.text !== "" || screen.low
            onReading: screen.read(screen.model.label, [screen.low ? screen.model.label : "", screen.low ? screen.model.help : "", screen.model.text].filter(text => text !== "").join("\n\n"))
        }
    }
    Component { id: groupBody; GroupBody { model: screen.model } }
    Component { id: readingBody; ReadingBody { model: screen.model } }
    Component { id: papersBody; PapersBody { model: screen.model } }
    Component { id: reviewBody; ReviewBody { model: screen.model } }
    Component { id: feeBody; FactsBody { facts: screen.model.facts } }
    Component { id: declarationBody; DeclarationBody { model: screen.model } }
    Component { id: noticeBody; NoticeBody { model: screen.model } }
}
