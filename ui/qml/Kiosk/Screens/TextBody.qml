import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

StepBody {
    id: body

    required property StepModel model

    function settle(): void {
        if (box.take() !== model.value)
            model.type(box.take());
    }

    TextBox {
        id: box

        width: parent.width
        label: body.model.label
        hints: body.model.hints
        masked: body.model.masked
        faulty: body.model.faulty
        onEdited: text => body.model.type(text)
        onAccepted: body.model.next()
    }

    Panel {
        y: box.height + Theme.gap
        width: parent.width
        visible: body.model.card && !Theme.keyboardUp && !(body.model.noted && Theme.landscape && Theme.scale > 1.3) // what is wrong needs the room
        tone: "info"
        icon: "identification-card"
        text: qsTr("Có thẻ căn cước? Đưa mã vuông trên thẻ lại gần máy quét.")
    }

    Connections {
        target: body.model

        function onChanged(): void {
            if (box.text !== body.model.value)
                box.text = body.model.value;
        }
    }

    Component.onCompleted: {
        box.text = model.value;
        // Where the keyboard would hide «Không có» and «Chưa biết», it waits for a touch.
        const hides = model.hasMissing && (Theme.landscape || Theme.scale > 1.3);
        if (model.value === "" && !model.card && !hides)
            box.open();
    }
}
