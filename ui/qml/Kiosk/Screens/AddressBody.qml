pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

StepBody {
    id: body

    required property AddressModel model
    property string label

    function settle(): void {
        if (details.visible && details.take() !== model.details)
            model.typeDetails(details.take());
    }

    Column {
        id: parts

        visible: body.model.picking === ""
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: body.model.shortcuts

            ListRow {
                required property string key
                required title
                required subtitle

                visible: !Theme.keyboardUp
                width: parts.width
                icon: "map-pin"
                onClicked: body.model.copy(key)
            }
        }

        FieldButton {
            visible: !Theme.keyboardUp
            width: parent.width
            text: qsTr("Tỉnh, thành phố")
            hint: body.model.province === "" ? qsTr("Chọn trong 34 tỉnh, thành phố") : body.model.province
            icon: "map-trifold"
            onClicked: body.model.open("province")
        }

        FieldButton {
            visible: !Theme.keyboardUp
            width: parent.width
            text: qsTr("Xã, phường")
            hint: body.model.commune === "" ? qsTr("Tên mới, sau ngày 1/7/2025") : body.model.commune
            icon: "map-pin"
            enabled: body.model.province !== ""
            onClicked: body.model.open("commune")
        }

        Label {
            visible: Theme.keyboardUp
            width: parent.width
            text: [body.model.commune, body.model.province].filter(part => part !== "").join(", ")
        }

        TextBox {
            id: details

            width: parent.width
            label: qsTr("Số nhà, đường, thôn, xóm")
            placeholder: qsTr("Không có thì để trống")
            onEdited: text => body.model.typeDetails(text)
        }
    }

    Loader {
        anchors.fill: parent
        active: body.model.picking !== ""
        sourceComponent: picker
    }

    Component {
        id: picker

        Item {
            TextBox {
                id: query

                width: parent.width
                label: body.model.picking === "province" ? qsTr("Tìm tỉnh, thành phố") : qsTr("Tìm xã, phường, đặc khu")
                placeholder: qsTr("Gõ vài chữ, không cần dấu")
                onEdited: text => body.model.search(text)

                Connections {
                    target: body.model

                    function onChanged(): void {
                        if (query.text !== body.model.query)
                            query.text = body.model.query;
                    }
                }
            }

            PagedList {
                id: found

                y: query.height + Theme.gap
                width: parent.width
                height: parent.height - y
                model: body.model.results
                delegate: ListRow {
                    required property string key
                    required title
                    required subtitle

                    width: found.rowWidth
                    onClicked: body.model.pick(key)
                }
            }
        }
    }

    Connections {
        target: body.model

        function onChanged(): void {
            if (details.text !== body.model.details)
                details.text = body.model.details;
        }
    }

    Component.onCompleted: details.text = model.details
}
