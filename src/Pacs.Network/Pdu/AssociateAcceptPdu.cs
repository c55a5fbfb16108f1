using System.Buffers;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>A-ASSOCIATE-AC (PS3.8 §9.3.3).</summary>
public sealed record AssociateAcceptPdu : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.AssociateAccept;

    /// <summary>One bit a version; bit 0 is version 1, the only one there is.</summary>
    public ushort ProtocolVersion { get; init; } = 1;

    /// <summary>AE title of the acceptor as the request gave it; not significant.</summary>
    public required string CalledAe { get; init; }

    /// <summary>AE title of the requestor as the request gave it; not significant.</summary>
    public required string CallingAe { get; init; }

    /// <summary>Application context; 1.2.840.10008.3.1.1.1 for DICOM.</summary>
    public DicomUid ApplicationContext { get; init; } = AssociationPduParser.ApplicationContextName;

    /// <summary>One result for each proposal.</summary>
    public required IReadOnlyList<PresentationContextResult> Contexts { get; init; }

    /// <summary>User information.</summary>
    public required UserInformation UserInformation { get; init; }

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = new ItemWriter();
        AssociationPduParser.WriteFixedFields(writer, Type, ProtocolVersion, CalledAe, CallingAe, ApplicationContext);
        foreach (PresentationContextResult context in Contexts) context.Write(writer);
        UserInformation.Write(writer);
        AssociationPduParser.Finish(writer, output);
    }

    internal static AssociateAcceptPdu Parse(ReadOnlySpan<byte> body)
    {
        var reader = new ItemReader(body, "A-ASSOCIATE-AC");
        AssociationPduParser.ReadFixedFields(ref reader, out ushort version, out string called, out string calling);
        DicomUid application = AssociationPduParser.ApplicationContextName; // its absence does no harm here
        UserInformation? user = null;
        var contexts = new List<PresentationContextResult>();
        Span<bool> seen = stackalloc bool[AssociationPduParser.MaxContexts];
        seen.Clear();
        while (!reader.IsAtEnd)
        {
            byte type = reader.ReadItem(out ItemReader item);
            switch (type)
            {
                case AssociationPduParser.ApplicationContextItem:
                    application = ItemReader.ToUid(item.TakeRest());
                    break;
                case PresentationContextResult.ItemType:
                    PresentationContextResult context = PresentationContextResult.Parse(item);
                    AssociationPduParser.ThrowIfBadId(context.Id, seen);
                    contexts.Add(context);
                    break;
                case AssociationPduParser.UserInformationItem when user is null:
                    user = UserInformation.Parse(item);
                    break;
                case AssociationPduParser.UserInformationItem:
                    throw new DicomProtocolException($"A-ASSOCIATE-AC: item {type:X2} stands twice.", AbortReason.UnexpectedPduParameter);
            }
        }

        return new AssociateAcceptPdu
        {
            ProtocolVersion = version,
            CalledAe = called,
            CallingAe = calling,
            ApplicationContext = application,
            Contexts = contexts,
            UserInformation = user ?? throw new DicomProtocolException("A-ASSOCIATE-AC has no user information."),
        };
    }
}
