using Pacs.Core;

namespace Pacs.Network;

/// <summary>Counters of the C-STORE sub-operations of one C-MOVE or C-GET (PS3.4 §C.4.2.1.6 to 9). Immutable; each step gives the next state.</summary>
/// <param name="Remaining">Not yet begun.</param>
/// <param name="Completed">Answered with success.</param>
/// <param name="Failed">Refused, failed, or impossible.</param>
/// <param name="Warning">Answered with a warning.</param>
public readonly record struct SubOperations(int Remaining, int Completed = 0, int Failed = 0, int Warning = 0)
{
    /// <summary>All sub-operations together.</summary>
    public int Total => Remaining + Completed + Failed + Warning;

    /// <summary>Counts one sub-operation by the status of its C-STORE response; anything but success and warning is a failure.</summary>
    public SubOperations Add(DicomStatus status) => status switch
    {
        { IsSuccess: true } => this with { Remaining = Remaining - 1, Completed = Completed + 1 },
        { IsWarning: true } => this with { Remaining = Remaining - 1, Warning = Warning + 1 },
        _ => this with { Remaining = Remaining - 1, Failed = Failed + 1 },
    };

    /// <summary>Counts all remaining ones as failed: the destination is gone.</summary>
    public SubOperations FailRest() => this with { Remaining = 0, Failed = Failed + Remaining };

    /// <summary>The final status (PS3.4 §C.4.2.3.1): success when all succeeded (also all of none), failure A702 when all failed, else the warning B000.</summary>
    public DicomStatus FinalStatus =>
        Failed == 0 && Warning == 0 ? DicomStatus.Success
        : Completed == 0 && Warning == 0 ? DicomStatus.UnableToPerformSuboperations
        : DicomStatus.CompleteWithFailures;
}
