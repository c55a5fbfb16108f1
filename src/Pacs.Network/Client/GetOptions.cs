using Pacs.Core;

namespace Pacs.Network;

/// <summary>What a C-GET prepares to receive. All has to be negotiated before the peer says what it holds.</summary>
/// <remarks>
/// An association has 128 presentation contexts and one belongs to the C-GET itself, so that 127 remain for pairs of SOP class and transfer
/// syntax. Classes come first: each gets one context, further ones as long as there is room, in the order of the lists. An instance that no
/// context fits is counted as failed by the peer. Name the classes of what you ask for (SOP Classes in Study (0008,0062) of a query tells
/// them) when syntaxes beyond the first matter.
/// </remarks>
public sealed record GetOptions
{
    /// <summary>Storage classes to receive, at most 127. Default: the common ones.</summary>
    public IReadOnlyList<DicomUid> SopClasses { get; init; } = GetContextPlan.CommonSopClasses;

    /// <summary>Transfer syntaxes to receive, the most wanted first. Default: Explicit and Implicit VR Little Endian, then the common compressed ones.</summary>
    public IReadOnlyList<TransferSyntax> TransferSyntaxes { get; init; } = GetContextPlan.CommonSyntaxes;
}
