pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The items of a repeated group: add, mend, take away.
StepBody {
    id: body

    required property StepModel model
    property string doomed // the item whose removal waits for a word

    GoldButton {
        id: adder

        width: parent.width
        text: body.model.addText
        icon: "plus"
        onClicked: body.model.addItem()
    }

    PagedList {
        id: list

        y: adder.height + Theme.gap
        width: parent.width
        height: parent.height - y
        model: body.model.items
        delegate: Rectangle {
            id: item

            required property string key
            required property string title
            required property string subtitle

            width: list.rowWidth
            height: words.height + 2 * Theme.gap
            radius: Theme.radiusCard
            color: Theme.card
            border.width: Theme.edge
            border.color: Theme.outline

            Column {
                id: words

                x: Theme.gap
                y: Theme.gap
                width: parent.width - 2 * Theme.gap
                spacing: 8

                Label {
                    width: parent.width
                    text: item.title
                    role: "label"
                    color: Theme.mute
                }

                Label {
                    visible: text !== ""
                    width: parent.width
                    text: item.subtitle
                    strong: true
                }

                Label {
                    visible: body.doomed === item.key
                    width: parent.width
                    text: qsTr("Bỏ người này? Câu trả lời về người này sẽ mất.")
                    color: Theme.error
                }

                Row {
                    visible: body.doomed === item.key
                    spacing: Theme.gap

                    LinkButton {
                        text: qsTr("Giữ lại")
                        onClicked: body.doomed = ""
                    }

                    LinkButton {
                        text: qsTr("Bỏ người này")
                        icon: "trash"
                        onClicked: {
                            body.doomed = "";
                            body.model.changeItem(item.key, "remove");
                        }
                    }
                }

                Row {
                    visible: body.doomed !== item.key
                    spacing: Theme.gap

                    LinkButton {
                        text: qsTr("Sửa")
                        icon: "pencil-simple"
                        Accessible.name: qsTr("Sửa: %1").arg(item.title)
                        onClicked: body.model.changeItem(item.key, "edit")
                    }

                    LinkButton {
                        text: qsTr("Bỏ")
                        icon: "trash"
                        Accessible.name: qsTr("Bỏ: %1").arg(item.title)
                        onClicked: body.doomed = item.key
                    }
                }
            }
        }
    }
}
