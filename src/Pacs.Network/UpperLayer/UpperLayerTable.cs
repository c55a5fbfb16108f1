using static Pacs.Network.UpperLayerAction;
using static Pacs.Network.UpperLayerState;

namespace Pacs.Network;

/// <summary>The state transition table of PS3.8 §9.2.3 (Table 9-10) as data: (state, event) to (action, next state).</summary>
internal static class UpperLayerTable
{
    private const int States = 13;

    /// <summary>One row an event, one column a state, as the standard prints it.</summary>
    private static ReadOnlySpan<UpperLayerAction> Actions =>
    [
        //        Sta1  Sta2  Sta3  Sta4  Sta5  Sta6  Sta7  Sta8  Sta9  Sta10 Sta11 Sta12 Sta13
        /* Evt1  */ AE1, None, None, None, None, None, None, None, None, None, None, None, None,
        /* Evt2  */ None, None, None, AE2, None, None, None, None, None, None, None, None, None,
        /* Evt3  */ None, AA1, AA8, None, AE3, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA6,
        /* Evt4  */ None, AA1, AA8, None, AE4, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA6,
        /* Evt5  */ AE5, None, None, None, None, None, None, None, None, None, None, None, None,
        /* Evt6  */ None, AE6, AA8, None, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA7,
        /* Evt7  */ None, None, AE7, None, None, None, None, None, None, None, None, None, None,
        /* Evt8  */ None, None, AE8, None, None, None, None, None, None, None, None, None, None,
        /* Evt9  */ None, None, None, None, None, DT1, None, AR7, None, None, None, None, None,
        /* Evt10 */ None, AA1, AA8, None, AA8, DT2, AR6, AA8, AA8, AA8, AA8, AA8, AA6,
        /* Evt11 */ None, None, None, None, None, AR1, None, None, None, None, None, None, None,
        /* Evt12 */ None, AA1, AA8, None, AA8, AR2, AR8, AA8, AA8, AA8, AA8, AA8, AA6,
        /* Evt13 */ None, AA1, AA8, None, AA8, AA8, AR3, AA8, AA8, AR10, AR3, AA8, AA6,
        /* Evt14 */ None, None, None, None, None, None, None, AR4, AR9, None, None, AR4, None,
        /* Evt15 */ None, None, AA1, AA2, AA1, AA1, AA1, AA1, AA1, AA1, AA1, AA1, None,
        /* Evt16 */ None, AA2, AA3, None, AA3, AA3, AA3, AA3, AA3, AA3, AA3, AA3, AA2,
        /* Evt17 */ None, AA5, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AA4, AR5,
        /* Evt18 */ None, AA2, None, None, None, None, None, None, None, None, None, None, AA2,
        /* Evt19 */ None, AA1, AA8, None, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA8, AA7,
    ];

    /// <summary>The action of a cell; <see cref="None"/> for an empty one.</summary>
    public static UpperLayerAction Action(UpperLayerState state, UpperLayerEvent evt) => Actions[((int)evt - 1) * States + ((int)state - 1)];

    /// <summary>The state after an action (PS3.8 Tables 9-6 to 9-9). AE-6 leads to Sta3; a provider that cannot take the request then rejects it with AE-8's state.</summary>
    /// <param name="action">The action.</param>
    /// <param name="state">The state before it, kept when the action is <see cref="None"/>.</param>
    /// <param name="isRequestor">Whether this side asked for the association, which decides a release collision.</param>
    public static UpperLayerState Next(UpperLayerAction action, UpperLayerState state, bool isRequestor) => action switch
    {
        AE1 => Sta4,
        AE2 => Sta5,
        AE3 or AE7 or DT1 or DT2 => Sta6,
        AE5 => Sta2,
        AE6 => Sta3,
        AR1 or AR6 => Sta7,
        AR2 or AR7 => Sta8,
        AR8 => isRequestor ? Sta9 : Sta10,
        AR9 => Sta11,
        AR10 => Sta12,
        AE4 or AR3 or AR5 or AA2 or AA3 or AA4 or AA5 => Sta1,
        AE8 or AR4 or AA1 or AA6 or AA7 or AA8 => Sta13,
        _ => state,
    };
}
