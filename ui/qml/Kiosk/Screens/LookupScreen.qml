import QtQuick
import Kiosk.Controls
import Kiosk.Keyboard
import Kiosk.Models
import Kiosk.Theme

// The lookup code, then the last four digits where something private is behind it.
Page {
    id: screen

    required property LookupModel model
    readonly property bool asksForSlip: model.scanner && model.purpose === "track" && model.stage === "code" && model.trouble === ""
    bar: ActionBar {
        nextEnabled: screen.model.canGoOn
        onBack: screen.model.back()
        onNext: screen.model.next()
    }

    Column {
        width: parent.width
        spacing: Theme.gap

        Label {
            width: parent.width
            text: screen.model.purpose === "resume" ? qsTr("Làm tiếp hồ sơ dở") : qsTr("Tra cứu hồ sơ")
            role: "question"
        }

        Label {
            width: parent.width
            visible: !(Theme.landscape && Theme.keyboardUp)
            text: screen.model.stage === "code" ? qsTr("Gõ mã tra cứu trên phiếu, hoặc trong ảnh đã chụp.") : qsTr("Để giữ riêng tư, gõ bốn số cuối của số định danh (hoặc số điện thoại) của người đi khai.")
            color: Theme.mute
        }

        TextBox {
            id: code

            visible: screen.model.stage === "code"
            width: parent.width
            label: qsTr("Mã tra cứu")
            placeholder: "K7F3-29QD-4M"
            hints: "code"
            faulty: screen.model.trouble !== ""
            onEdited: text => screen.model.typeCode(text)
            Component.onCompleted: {
                if (visible)
                    open();
            }
            onAccepted: screen.model.next()
        }

        TextBox {
            id: digits

            visible: screen.model.stage === "digits"
            width: parent.width
            label: qsTr("Bốn số cuối")
            hints: "digits"
            maximumLength: 4
            faulty: screen.model.trouble !== ""
            onEdited: text => screen.model.typeDigits(text)
            Component.onCompleted: {
                if (visible)
                    open();
            }
            onAccepted: screen.model.next()
        }

        Panel {
            visible: screen.model.card && screen.model.stage === "code" && screen.model.trouble === "" && !(Theme.landscape && Theme.keyboardUp)
            width: parent.width
            tone: "info"
            icon: "identification-card"
            title: qsTr("Quên mã?")
            text: qsTr("Đưa mã vuông trên thẻ căn cước lại gần máy quét.")
        }

        Label {
            visible: screen.asksForSlip && Theme.landscape && Theme.keyboardUp
            width: parent.width
            text: qsTr("Có phiếu tra cứu? Đưa mã vuông lại gần máy quét.")
            color: Theme.mute
        }

        Panel {
            visible: screen.asksForSlip && !(Theme.landscape && Theme.keyboardUp)
            width: parent.width
            tone: "info"
            icon: "qr-code"
            title: qsTr("Có phiếu tra cứu?")
            text: qsTr("Đưa mã vuông trên phiếu, hoặc trong ảnh chụp, lại gần máy quét. Phiếu của máy khác cũng được.")
        }

        Panel {
            visible: text !== ""
            width: parent.width
            tone: "error"
            text: screen.model.trouble
        }
    }

    Connections {
        target: screen.model
        property string stage: screen.model.stage
        property bool troubled: false

        function onChanged(): void {
            if (code.text !== screen.model.code)
                code.text = screen.model.code;
            if (digits.text !== screen.model.digits)
                digits.text = screen.model.digits;
            if (Theme.landscape && !troubled && screen.model.trouble !== "")
                Entry.hide(); // it would stand before what is wrong
            troubled = screen.model.trouble !== "";
            if (stage !== screen.model.stage) {
                stage = screen.model.stage;
                screen.open();
            }
        }
    }

    function open(): void {
        if (model.stage === "code")
            code.open();
        else
            digits.open();
    }

    Component.onCompleted: {
        code.text = model.code;
        digits.text = model.digits;
    }
}
