import QtQuick
import Kiosk.Controls
import Kiosk.Models

StepBody {
    id: body

    required property StepModel model

    DateField {
        anchors.fill: parent
        label: body.model.label
        partial: body.model.partial
        day: body.model.day
        month: body.model.month
        year: body.model.year
        faulty: body.model.faulty
        readBack: body.model.readBack
        onEdited: (d, m, y) => body.model.setDate(d, m, y)
    }
}
