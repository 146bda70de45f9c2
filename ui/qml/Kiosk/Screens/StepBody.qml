import QtQuick

// What the field of a step has to do before the step is left: hand over what is still being typed.
Item {
    function settle(): void {
    }
}
