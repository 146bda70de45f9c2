import QtQuick

// A screen: what stands in the frame's body, and the action bar that belongs to it, if any.
Item {
    property Item bar: null
}
