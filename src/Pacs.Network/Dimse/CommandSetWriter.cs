using System.Buffers;
using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Writes command sets as PS3.7 §6.3.1 wants them: Implicit VR Little Endian, ascending, with group length.</summary>
internal static class CommandSetWriter
{
    /// <summary>Longest Error Comment (0000,0902): LO of 64 characters.</summary>
    public const int MaxErrorComment = 64;

    private const int MaxAeTitle = 16;
    private const int MaxUid = 64;

    /// <summary>Most bytes that <see cref="Write"/> asks for when there are no offending elements.</summary>
    private const int Fixed = 20 * 8 + 4 + 12 * 2 + 4 * MaxUid + 2 * MaxAeTitle + MaxErrorComment;

    /// <summary>Writes the command set; text is cut to what its VR allows.</summary>
    public static void Write(CommandSet command, IBufferWriter<byte> output)
    {
        int most = Fixed + 4 * command.OffendingElements.Count;
        Span<byte> span = output.GetSpan(most)[..most];
        int at = 12; // group length comes last, when the rest is known
        PutUid(span, ref at, CommandElement.AffectedSopClassUid, command.AffectedSopClass);
        PutUid(span, ref at, CommandElement.RequestedSopClassUid, command.RequestedSopClass);
        PutUInt16(span, ref at, CommandElement.CommandField, (ushort)command.Field);
        PutUInt16(span, ref at, CommandElement.MessageId, command.MessageId);
        PutUInt16(span, ref at, CommandElement.MessageIdBeingRespondedTo, command.RespondedTo);
        PutText(span, ref at, CommandElement.MoveDestination, command.MoveDestination, MaxAeTitle);
        PutUInt16(span, ref at, CommandElement.Priority, (ushort?)command.Priority);
        PutUInt16(span, ref at, CommandElement.CommandDataSetType, command.DataSetType ?? CommandSet.NoDataset);
        PutUInt16(span, ref at, CommandElement.Status, command.Status);
        PutTags(span, ref at, CommandElement.OffendingElement, command.OffendingElements);
        PutText(span, ref at, CommandElement.ErrorComment, command.ErrorComment, MaxErrorComment);
        PutUid(span, ref at, CommandElement.AffectedSopInstanceUid, command.AffectedSopInstance);
        PutUid(span, ref at, CommandElement.RequestedSopInstanceUid, command.RequestedSopInstance);
        PutUInt16(span, ref at, CommandElement.RemainingSubOperations, command.Remaining);
        PutUInt16(span, ref at, CommandElement.CompletedSubOperations, command.Completed);
        PutUInt16(span, ref at, CommandElement.FailedSubOperations, command.Failed);
        PutUInt16(span, ref at, CommandElement.WarningSubOperations, command.Warning);
        PutText(span, ref at, CommandElement.MoveOriginatorAeTitle, command.MoveOriginatorAeTitle, MaxAeTitle);
        PutUInt16(span, ref at, CommandElement.MoveOriginatorMessageId, command.MoveOriginatorMessageId);

        int end = at;
        at = 0;
        PutHeader(span, ref at, CommandElement.GroupLength, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(span[at..], (uint)(end - 12));
        output.Advance(end);
    }

    private static void PutHeader(Span<byte> span, ref int at, ushort element, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(span[at..], 0x0000);
        BinaryPrimitives.WriteUInt16LittleEndian(span[(at + 2)..], element);
        BinaryPrimitives.WriteInt32LittleEndian(span[(at + 4)..], length);
        at += 8;
    }

    private static void PutUInt16(Span<byte> span, ref int at, ushort element, ushort? value)
    {
        if (value is not { } number) return;
        PutHeader(span, ref at, element, 2);
        BinaryPrimitives.WriteUInt16LittleEndian(span[at..], number);
        at += 2;
    }

    private static void PutUid(Span<byte> span, ref int at, ushort element, DicomUid? value)
    {
        if (value is { } uid) PutCharacters(span, ref at, element, uid.Value, MaxUid, padding: 0); // UI is padded with NULL (PS3.5 §9.1)
    }

    private static void PutText(Span<byte> span, ref int at, ushort element, string? value, int max)
    {
        if (!string.IsNullOrEmpty(value)) PutCharacters(span, ref at, element, value, max, padding: (byte)' ');
    }

    private static void PutCharacters(Span<byte> span, ref int at, ushort element, string value, int max, byte padding)
    {
        int count = Math.Min(value.Length, max);
        int length = count + (count & 1);
        PutHeader(span, ref at, element, length);
        Span<byte> target = span.Slice(at, length);
        for (int i = 0; i < count; i++)
        {
            // Commands have no Specific Character Set: the default repertoire, and in AE and LO neither control characters nor backslash (PS3.5 §6.2).
            char c = value[i];
            target[i] = c is >= ' ' and <= '~' and not '\\' ? (byte)c : (byte)'?';
        }

        if (length > count) target[count] = padding;
        at += length;
    }

    private static void PutTags(Span<byte> span, ref int at, ushort element, IReadOnlyList<DicomTag> tags)
    {
        if (tags.Count == 0) return;
        PutHeader(span, ref at, element, tags.Count * 4);
        foreach (DicomTag tag in tags)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(span[at..], tag.Group);
            BinaryPrimitives.WriteUInt16LittleEndian(span[(at + 2)..], tag.Element);
            at += 4;
        }
    }
}
