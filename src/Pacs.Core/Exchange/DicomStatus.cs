namespace Pacs.Core;

/// <summary>The status of a DIMSE response (PS3.7 Annex C). A value, never an exception.</summary>
/// <param name="Code">The 16-bit code of Status (0000,0900).</param>
/// <param name="Comment">Error Comment (0000,0902), at most 64 characters, or null.</param>
public readonly record struct DicomStatus(ushort Code, string? Comment = null)
{
    /// <summary>0000: done.</summary>
    public static DicomStatus Success => new(0x0000);
    /// <summary>FF00: a match or progress report; more follow.</summary>
    public static DicomStatus Pending => new(0xFF00);
    /// <summary>FF01: a match; some optional keys were not supported (PS3.4 §C.4.1.1.4).</summary>
    public static DicomStatus PendingOptionalKeysUnsupported => new(0xFF01);
    /// <summary>FE00: ended by C-CANCEL.</summary>
    public static DicomStatus Cancel => new(0xFE00);
    /// <summary>0122: SOP Class not supported.</summary>
    public static DicomStatus SopClassNotSupported => new(0x0122);
    /// <summary>0124: not authorized.</summary>
    public static DicomStatus NotAuthorized => new(0x0124);
    /// <summary>0110: processing failure.</summary>
    public static DicomStatus ProcessingFailure => new(0x0110);
    /// <summary>0111: duplicate SOP Instance.</summary>
    public static DicomStatus DuplicateSopInstance => new(0x0111);
    /// <summary>0117: invalid SOP Instance UID.</summary>
    public static DicomStatus InvalidSopInstance => new(0x0117);
    /// <summary>0211: unrecognized operation.</summary>
    public static DicomStatus UnrecognizedOperation => new(0x0211);
    /// <summary>0212: mistyped argument.</summary>
    public static DicomStatus MistypedArgument => new(0x0212);
    /// <summary>A700: refused, out of resources.</summary>
    public static DicomStatus OutOfResources => new(0xA700);
    /// <summary>A702: refused, unable to perform sub-operations.</summary>
    public static DicomStatus UnableToPerformSuboperations => new(0xA702);
    /// <summary>A801: refused, move destination unknown.</summary>
    public static DicomStatus MoveDestinationUnknown => new(0xA801);
    /// <summary>A900: data set (or identifier) does not match SOP Class.</summary>
    public static DicomStatus DataSetDoesNotMatchSopClass => new(0xA900);
    /// <summary>B000: sub-operations complete with failures or warnings; for C-STORE, elements were coerced.</summary>
    public static DicomStatus CompleteWithFailures => new(0xB000);
    /// <summary>C000: cannot understand, unable to process.</summary>
    public static DicomStatus CannotUnderstand => new(0xC000);

    /// <summary>Whether the operation succeeded without a remark.</summary>
    public bool IsSuccess => Code == 0;
    /// <summary>Whether more responses follow.</summary>
    public bool IsPending => (Code & 0xFF00) == 0xFF00;
    /// <summary>Whether the operation was cancelled.</summary>
    public bool IsCancel => Code == 0xFE00;
    /// <summary>Whether it was done, with a remark: 0001, 0107, 0116 and Bxxx (PS3.7 §C.4).</summary>
    public bool IsWarning => Code is 0x0001 or 0x0107 or 0x0116 || (Code & 0xF000) == 0xB000;
    /// <summary>Whether it was not done.</summary>
    public bool IsFailure => !IsSuccess && !IsPending && !IsCancel && !IsWarning;

    /// <summary>The same code with a comment for the peer.</summary>
    public DicomStatus With(string comment) => this with { Comment = comment };

    /// <summary>Four hexadecimal digits, with the comment where there is one.</summary>
    public override string ToString() => Comment is null ? $"{Code:X4}" : $"{Code:X4} ({Comment})";
}
