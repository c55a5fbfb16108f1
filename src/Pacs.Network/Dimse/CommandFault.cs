using System.Buffers;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Why a request is refused.</summary>
/// <param name="Status">The status to answer with.</param>
/// <param name="Offending">Elements that are missing or unreadable: Offending Element (0000,0901).</param>
internal readonly record struct CommandFault(DicomStatus Status, IReadOnlyList<DicomTag> Offending)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("0123456789.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    /// <summary>What a request needs beyond Command Field and Message ID.</summary>
    [Flags]
    public enum Needs
    {
        SopClass = 1,
        SopInstance = 2,
        Dataset = 4,
        MoveDestination = 8,
    }

    /// <summary>Checks a request against what its service makes mandatory (PS3.7 §9.3) and against the presentation context it came on.</summary>
    /// <returns>Null when it may be performed.</returns>
    /// <remarks>
    /// A missing or mistyped element is a mistyped argument, 0212 (PS3.7 §C.5.15). A missing Priority is not: it is mandatory, yet no SCP needs it.
    /// A class that the context was not negotiated for is refused with 0122 (PS3.7 §C.5.24), a malformed instance UID with 0117 (§C.5.11).
    /// </remarks>
    public static CommandFault? Find(CommandSet request, DicomUid abstractSyntax, Needs needs)
    {
        List<DicomTag>? offending = null;
        if (needs.HasFlag(Needs.SopClass) && request.AffectedSopClass is not { IsEmpty: false }) Add(CommandElement.AffectedSopClassUid);
        if (needs.HasFlag(Needs.SopInstance) && request.AffectedSopInstance is not { IsEmpty: false }) Add(CommandElement.AffectedSopInstanceUid);
        if (needs.HasFlag(Needs.MoveDestination) && string.IsNullOrEmpty(request.MoveDestination)) Add(CommandElement.MoveDestination);
        if (needs.HasFlag(Needs.Dataset) && !request.HasDataset) Add(CommandElement.CommandDataSetType);
        foreach (DicomTag tag in request.Mistyped)
        {
            if (offending is null || !offending.Contains(tag)) (offending ??= []).Add(tag);
        }

        if (offending is not null) return new CommandFault(DicomStatus.MistypedArgument, offending);
        if (needs.HasFlag(Needs.SopClass) && request.AffectedSopClass != abstractSyntax)
        {
            return new CommandFault(DicomStatus.SopClassNotSupported.With("SOP class differs from presentation context"), []);
        }

        if (needs.HasFlag(Needs.SopInstance) && !IsPlausible(request.AffectedSopInstance!.Value.Value))
        {
            return new CommandFault(DicomStatus.InvalidSopInstance, []);
        }

        return null;

        void Add(ushort element) => (offending ??= []).Add(CommandElement.ToTag(element));
    }

    /// <summary>
    /// Whether text can serve as a name of at most 64 characters. Components with leading zeros and the hexadecimal hashes of careless anonymizers are
    /// wrong (PS3.5 §9.1), but they are in use, and refusing them would lose images.
    /// </summary>
    private static bool IsPlausible(string uid) => uid.Length <= 64 && !uid.AsSpan().ContainsAnyExcept(NameCharacters);
}
