import QtQuick
import Kiosk.Controls
import Kiosk.Models

StepBody {
    id: body

    required property StepModel model

    Stepper {
        width: parent.width
        label: body.model.label
        value: body.model.number
        minimum: body.model.minimum
        maximum: body.model.maximum
        onChanged: value => body.model.count(value)
    }
}
