import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// Rows taller than a page among small ones, beneath a long procedure name; and a long text to be read.
Frame {
    id: page

    readonly property string long: Array.from({ length: 60 }, (_, at) => qsTr("Câu %1 nói một điều cần biết trước khi đi.").arg(at + 1)).join(" ")

    officeName: "Phường Lê Chân"
    machineName: "Máy số 02"
    clockText: "08:42"

    QuestionHead {
        id: head

        objectName: "head"
        width: parent.width
        parts: 5
        part: 4
        title: "Cấp tài khoản định danh điện tử mức độ 02, căn cước điện tử cho công dân Việt Nam tại cấp xã"
        place: "Phần 4/5: Giấy tờ · câu 12/13"
        question: "Giấy tờ cần có"
        onTitleOpened: sheet.open()
    }

    PagedList {
        id: list

        objectName: "list"
        y: head.height + Theme.gap
        width: parent.width
        height: parent.height - y
        model: ["Giấy thứ nhất", page.long, "Giấy thứ ba"]
        delegate: Rectangle {
            id: row

            required property string modelData

            objectName: "row"
            width: list.rowWidth
            height: words.height + 40

            Label {
                id: words

                objectName: "words"
                x: 20
                y: 20
                width: row.width - 40
                text: row.modelData
            }
        }
    }

    ReadingSheet {
        id: sheet

        objectName: "sheet"
        title: head.title
        text: page.long
    }

    actionBar: ActionBar {
        nextText: ""
    }
}
