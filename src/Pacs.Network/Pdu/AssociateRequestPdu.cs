using System.Buffers;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>A-ASSOCIATE-RQ (PS3.8 §9.3.2).</summary>
public sealed record AssociateRequestPdu : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.AssociateRequest;

    /// <summary>One bit a version; bit 0 is version 1, the only one there is.</summary>
    public ushort ProtocolVersion { get; init; } = 1;

    /// <summary>AE title of the acceptor, without padding; at most 16 characters.</summary>
    public required string CalledAe { get; init; }

    /// <summary>AE title of the requestor, without padding; at most 16 characters.</summary>
    public required string CallingAe { get; init; }

    /// <summary>Application context; 1.2.840.10008.3.1.1.1 for DICOM.</summary>
    public DicomUid ApplicationContext { get; init; } = AssociationPduParser.ApplicationContextName;

    /// <summary>1 to 128 proposals, ids odd and different.</summary>
    public required IReadOnlyList<PresentationContextProposal> Contexts { get; init; }

    /// <summary>User information.</summary>
    public required UserInformation UserInformation { get; init; }

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var writer = new ItemWriter();
        AssociationPduParser.WriteFixedFields(writer, Type, ProtocolVersion, CalledAe, CallingAe, ApplicationContext);
        foreach (PresentationContextProposal context in Contexts) context.Write(writer);
        UserInformation.Write(writer);
        AssociationPduParser.Finish(writer, output);
    }

    internal static AssociateRequestPdu Parse(ReadOnlySpan<byte> body)
    {
        var reader = new ItemReader(body, "A-ASSOCIATE-RQ");
        AssociationPduParser.ReadFixedFields(ref reader, out ushort version, out string called, out string calling);
        DicomUid? application = null;
        UserInformation? user = null;
        var contexts = new List<PresentationContextProposal>();
        Span<bool> seen = stackalloc bool[AssociationPduParser.MaxContexts];
        seen.Clear();
        while (!reader.IsAtEnd)
        {
            byte type = reader.ReadItem(out ItemReader item);
            switch (type)
            {
                case AssociationPduParser.ApplicationContextItem when application is null:
                    application = ItemReader.ToUid(item.TakeRest());
                    break;
                case PresentationContextProposal.ItemType:
                    PresentationContextProposal context = PresentationContextProposal.Parse(item);
                    AssociationPduParser.ThrowIfBadId(context.Id, seen);
                    contexts.Add(context);
                    break;
                case AssociationPduParser.UserInformationItem when user is null:
                    user = UserInformation.Parse(item);
                    break;
                case AssociationPduParser.ApplicationContextItem or AssociationPduParser.UserInformationItem:
                    throw new DicomProtocolException($"A-ASSOCIATE-RQ: item {type:X2} stands twice.", AbortReason.UnexpectedPduParameter);
            }
        }

        if (application is null) throw new DicomProtocolException("A-ASSOCIATE-RQ has no application context.");
        if (contexts.Count == 0) throw new DicomProtocolException("A-ASSOCIATE-RQ has no presentation context.");
        return new AssociateRequestPdu
        {
            ProtocolVersion = version,
            CalledAe = called,
            CallingAe = calling,
            ApplicationContext = application.Value,
            Contexts = contexts,
            UserInformation = user ?? throw new DicomProtocolException("A-ASSOCIATE-RQ has no user information."),
        };
    }
}
