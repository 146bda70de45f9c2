pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

StepBody {
    id: body

    required property AddressModel model
    property string label
    property bool elsewhere: false // «Địa chỉ khác» was touched

    // Large letters on a low screen: shortcuts and fields have no room beside each other.
    readonly property bool listing: fields.tight && !elsewhere && !offer.visible && !Theme.keyboardUp && shortcuts.count > 0

    onLabelChanged: elsewhere = false

    function settle(): void {
        if (details.visible && details.take() !== model.details)
            model.typeDetails(details.take());
    }

    Column {
        id: parts

        visible: body.model.picking === "" && !body.listing
        width: parent.width
        spacing: Theme.gap

        AddressOffer {
            id: offer

            visible: body.model.offer !== "" && !Theme.keyboardUp
            width: parent.width
            model: body.model
        }

        Repeater {
            model: body.model.shortcuts

            ListRow {
                required property string key
                required property int index
                required title
                required subtitle

                // There must be room for the fields.
                visible: key !== "other" && !Theme.keyboardUp && !fields.tight && (!Theme.landscape || index < 2 || key === "here")
                width: parts.width
                icon: "map-pin"
                onClicked: body.model.copy(key)
            }
        }

        Grid {
            id: fields

            readonly property real unit: columns === 1 ? width : (width - spacing) / 2
            readonly property bool tight: Theme.landscape && Theme.scale > 1.3

            visible: !Theme.keyboardUp
            width: parent.width
            columns: Theme.landscape ? 2 : 1
            spacing: Theme.gap

            FieldButton {
                width: fields.unit
                text: qsTr("Tỉnh, thành phố")
                hint: body.model.province === "" ? (fields.tight ? "" : qsTr("Chọn, hoặc tìm theo tên cũ")) : body.model.province
                icon: "map-trifold"
                onClicked: body.model.open("province")
            }

            FieldButton {
                width: fields.unit
                text: qsTr("Xã, phường")
                hint: body.model.commune === "" ? (fields.tight ? "" : qsTr("Tên mới, sau ngày 1/7/2025")) : body.model.commune
                icon: "map-pin"
                enabled: body.model.province !== ""
                onClicked: body.model.open("commune")
            }
        }

        Label {
            visible: Theme.keyboardUp && !Theme.landscape
            width: parent.width
            text: [body.model.commune, body.model.province].filter(part => part !== "").join(", ")
        }

        TextBox {
            id: details

            visible: !offer.asking
            width: parent.width
            label: qsTr("Số nhà, đường, thôn, xóm")
            placeholder: qsTr("Không có thì để trống")
            onEdited: text => body.model.typeDetails(text)
        }

        Label {
            visible: text !== "" && !(Theme.landscape && Theme.keyboardUp)
            width: parent.width
            text: body.model.hint
            role: "label"
            color: Theme.waiting
        }
    }

    PagedList {
        id: shortcuts

        anchors.fill: parent
        visible: body.model.picking === "" && body.listing
        model: body.model.shortcuts
        delegate: ListRow {
            required property string key
            required title
            required subtitle

            width: shortcuts.rowWidth
            icon: "map-pin"
            onClicked: {
                if (key === "other")
                    body.elsewhere = true;
                else
                    body.model.copy(key);
            }
        }
    }

    Loader {
        anchors.fill: parent
        active: body.model.picking !== ""
        sourceComponent: AddressPicker {
            model: body.model
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
