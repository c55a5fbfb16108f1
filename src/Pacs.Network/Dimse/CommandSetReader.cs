using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Reads command sets: Implicit VR Little Endian, group 0000 (PS3.7 §6.3.1). Pure.</summary>
internal static class CommandSetReader
{
    /// <summary>Reads a whole command set.</summary>
    /// <param name="bytes">All bytes of the command set. Borrowed.</param>
    /// <param name="abstractSyntax">Abstract syntax of the presentation context: the SOP class most commands name, so that its text need not be made again.</param>
    /// <param name="command">What was read; elements with a value of the wrong length are listed in <see cref="CommandSet.Mistyped"/>.</param>
    /// <param name="problem">Why nothing was read: a length beyond the end, a foreign group, or no Command Field.</param>
    /// <remarks>Order of elements, the group length and unknown elements do not matter; of elements that occur twice the first counts.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> bytes, DicomUid abstractSyntax, [NotNullWhen(true)] out CommandSet? command, [NotNullWhen(false)] out string? problem)
    {
        command = null;
        ReadOnlySpan<byte> rest = bytes;
        Raw raw = default;
        while (!rest.IsEmpty)
        {
            if (rest.Length < 8)
            {
                problem = $"Command set ends inside an element header: {rest.Length} bytes left";
                return false;
            }

            ushort group = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            ushort element = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            rest = rest[8..];
            if (group != 0)
            {
                problem = $"Command set holds ({group:X4},{element:X4}), which is no command element";
                return false;
            }

            if (length > (uint)rest.Length)
            {
                problem = $"Command element (0000,{element:X4}) states {length} bytes, {rest.Length} are left";
                return false;
            }

            raw.Take(element, rest[..(int)length], abstractSyntax);
            rest = rest[(int)length..];
        }

        if (raw.Field is not { } field)
        {
            problem = "Command set without Command Field (0000,0100)";
            return false;
        }

        problem = null;
        command = new CommandSet
        {
            Field = (CommandField)field,
            MessageId = raw.MessageId,
            RespondedTo = raw.RespondedTo,
            AffectedSopClass = raw.AffectedSopClass,
            RequestedSopClass = raw.RequestedSopClass,
            AffectedSopInstance = raw.AffectedSopInstance,
            RequestedSopInstance = raw.RequestedSopInstance,
            Priority = raw.Priority is { } priority ? (Priority)priority : null,
            DataSetType = raw.DataSetType,
            Status = raw.Status,
            ErrorComment = raw.ErrorComment,
            OffendingElements = raw.Offending ?? [],
            MoveDestination = raw.MoveDestination,
            MoveOriginatorAeTitle = raw.MoveOriginatorAeTitle,
            MoveOriginatorMessageId = raw.MoveOriginatorMessageId,
            Remaining = raw.Remaining,
            Completed = raw.Completed,
            Failed = raw.Failed,
            Warning = raw.Warning,
            Mistyped = (IReadOnlyList<DicomTag>?)raw.Mistyped ?? [],
        };
        return true;
    }

    /// <summary>What has been met so far; a struct, so that only text costs an allocation.</summary>
    private struct Raw
    {
        public ushort? Field, MessageId, RespondedTo, Priority, DataSetType, Status, MoveOriginatorMessageId, Remaining, Completed, Failed, Warning;
        public DicomUid? AffectedSopClass, RequestedSopClass, AffectedSopInstance, RequestedSopInstance;
        public string? ErrorComment, MoveDestination, MoveOriginatorAeTitle;
        public DicomTag[]? Offending;
        public List<DicomTag>? Mistyped;

        public void Take(ushort element, ReadOnlySpan<byte> value, DicomUid abstractSyntax)
        {
            switch (element)
            {
                case CommandElement.AffectedSopClassUid: AffectedSopClass ??= ReadUid(value, abstractSyntax); break;
                case CommandElement.RequestedSopClassUid: RequestedSopClass ??= ReadUid(value, abstractSyntax); break;
                case CommandElement.CommandField: TakeUInt16(ref Field, element, value); break;
                case CommandElement.MessageId: TakeUInt16(ref MessageId, element, value); break;
                case CommandElement.MessageIdBeingRespondedTo: TakeUInt16(ref RespondedTo, element, value); break;
                case CommandElement.MoveDestination: MoveDestination ??= ReadText(value); break;
                case CommandElement.Priority: TakeUInt16(ref Priority, element, value); break;
                case CommandElement.CommandDataSetType: TakeUInt16(ref DataSetType, element, value); break;
                case CommandElement.Status: TakeUInt16(ref Status, element, value); break;
                case CommandElement.OffendingElement: Offending ??= ReadTags(value); break;
                case CommandElement.ErrorComment: ErrorComment ??= ReadText(value); break;
                case CommandElement.AffectedSopInstanceUid: AffectedSopInstance ??= ReadUid(value, default); break;
                case CommandElement.RequestedSopInstanceUid: RequestedSopInstance ??= ReadUid(value, default); break;
                case CommandElement.RemainingSubOperations: TakeUInt16(ref Remaining, element, value); break;
                case CommandElement.CompletedSubOperations: TakeUInt16(ref Completed, element, value); break;
                case CommandElement.FailedSubOperations: TakeUInt16(ref Failed, element, value); break;
                case CommandElement.WarningSubOperations: TakeUInt16(ref Warning, element, value); break;
                case CommandElement.MoveOriginatorAeTitle: MoveOriginatorAeTitle ??= ReadText(value); break;
                case CommandElement.MoveOriginatorMessageId: TakeUInt16(ref MoveOriginatorMessageId, element, value); break;
            }
        }

        private void TakeUInt16(ref ushort? field, ushort element, ReadOnlySpan<byte> value)
        {
            if (value.Length == 2) field ??= BinaryPrimitives.ReadUInt16LittleEndian(value);
            else if (!value.IsEmpty) (Mistyped ??= []).Add(CommandElement.ToTag(element)); // an empty value is an absent one
        }
    }

    private static DicomUid ReadUid(ReadOnlySpan<byte> value, DicomUid likely)
    {
        value = value.TrimEnd("\0 "u8);
        return !likely.IsEmpty && Ascii.Equals(value, likely.Value) ? likely : new DicomUid(Encoding.Latin1.GetString(value));
    }

    private static string ReadText(ReadOnlySpan<byte> value) => Encoding.Latin1.GetString(value.Trim("\0 "u8));

    private static DicomTag[] ReadTags(ReadOnlySpan<byte> value)
    {
        var tags = new DicomTag[value.Length / 4];
        for (int i = 0; i < tags.Length; i++)
        {
            tags[i] = new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(value[(i * 4)..]), BinaryPrimitives.ReadUInt16LittleEndian(value[(i * 4 + 2)..]));
        }

        return tags;
    }
}
