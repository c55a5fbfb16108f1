using Pacs.Core;

namespace Pacs.Network;

/// <summary>The user information item of A-ASSOCIATE-RQ and -AC with all its sub-items (PS3.8 §D.1, PS3.7 §D.3.3). Unknown sub-items are skipped when read.</summary>
public sealed record UserInformation
{
    private const byte ItemType = 0x50;
    private const byte MaximumLengthItem = 0x51;
    private const byte ImplementationClassUidItem = 0x52;
    private const byte AsyncOperationsWindowItem = 0x53;
    private const byte RoleSelectionItem = 0x54;
    private const byte ImplementationVersionNameItem = 0x55;
    private const byte ExtendedNegotiationItem = 0x56;
    private const byte CommonExtendedNegotiationItem = 0x57;
    private const byte UserIdentityItem = 0x58;
    private const byte UserIdentityResponseItem = 0x59;

    /// <summary>Longest P-DATA-TF body that the sender of this item takes, in bytes; 0 means any.</summary>
    public uint MaxPduLength { get; init; }

    /// <summary>Implementation Class UID; empty when absent.</summary>
    public DicomUid ImplementationClassUid { get; init; }

    /// <summary>Implementation Version Name, 1 to 16 characters, or null when absent.</summary>
    public string? ImplementationVersionName { get; init; }

    /// <summary>Asynchronous operations window, or null when absent.</summary>
    public AsyncOperationsWindow? AsyncOperationsWindow { get; init; }

    /// <summary>SCP/SCU role selections.</summary>
    public IReadOnlyList<RoleSelection> RoleSelections { get; init; } = [];

    /// <summary>SOP class extended negotiations.</summary>
    public IReadOnlyList<ExtendedNegotiation> ExtendedNegotiations { get; init; } = [];

    /// <summary>SOP class common extended negotiations.</summary>
    public IReadOnlyList<CommonExtendedNegotiation> CommonExtendedNegotiations { get; init; } = [];

    /// <summary>User identity, in requests; null when absent.</summary>
    public UserIdentity? UserIdentity { get; init; }

    /// <summary>Answer to the user identity, in acceptances; null when absent.</summary>
    public ReadOnlyMemory<byte>? UserIdentityResponse { get; init; }

    internal void Write(ItemWriter writer)
    {
        int item = writer.BeginItem(ItemType);
        int sub = writer.BeginItem(MaximumLengthItem);
        writer.WriteUInt32(MaxPduLength);
        writer.EndItem(sub);
        if (!ImplementationClassUid.IsEmpty) writer.WriteItem(ImplementationClassUidItem, ImplementationClassUid);
        if (AsyncOperationsWindow is { } window)
        {
            sub = writer.BeginItem(AsyncOperationsWindowItem);
            writer.WriteUInt16(window.MaxInvoked);
            writer.WriteUInt16(window.MaxPerformed);
            writer.EndItem(sub);
        }

        foreach (RoleSelection role in RoleSelections)
        {
            sub = writer.BeginItem(RoleSelectionItem);
            writer.WriteCounted(role.SopClass);
            writer.WriteByte((role.RequestorRoles & ContextRoles.Scu) != 0 ? (byte)1 : (byte)0);
            writer.WriteByte((role.RequestorRoles & ContextRoles.Scp) != 0 ? (byte)1 : (byte)0);
            writer.EndItem(sub);
        }

        if (ImplementationVersionName is { Length: > 0 } version)
        {
            if (version.Length > 16) throw new ArgumentException($"Implementation version name '{version}' has {version.Length} characters; 16 are possible.");
            sub = writer.BeginItem(ImplementationVersionNameItem);
            writer.WriteText(version);
            writer.EndItem(sub);
        }

        foreach (ExtendedNegotiation extended in ExtendedNegotiations)
        {
            sub = writer.BeginItem(ExtendedNegotiationItem);
            writer.WriteCounted(extended.SopClass);
            writer.WriteBytes(extended.ApplicationInformation.Span);
            writer.EndItem(sub);
        }

        foreach (CommonExtendedNegotiation common in CommonExtendedNegotiations)
        {
            sub = writer.BeginItem(CommonExtendedNegotiationItem);
            writer.WriteCounted(common.SopClass);
            writer.WriteCounted(common.ServiceClass);
            int related = writer.Length;
            writer.WriteUInt16(0);
            foreach (DicomUid uid in common.RelatedGeneralSopClasses) writer.WriteCounted(uid);
            writer.EndItem(related + 2); // a counted field ends as an item does: its length stands in the two bytes before it
            writer.EndItem(sub);
        }

        if (UserIdentity is { } identity)
        {
            sub = writer.BeginItem(UserIdentityItem);
            writer.WriteByte((byte)identity.Type);
            writer.WriteByte(identity.PositiveResponseRequested ? (byte)1 : (byte)0);
            writer.WriteCounted(identity.Primary.Span);
            writer.WriteCounted(identity.Secondary.Span);
            writer.EndItem(sub);
        }

        if (UserIdentityResponse is { } response)
        {
            sub = writer.BeginItem(UserIdentityResponseItem);
            writer.WriteCounted(response.Span);
            writer.EndItem(sub);
        }

        writer.EndItem(item);
    }

    internal static UserInformation Parse(ItemReader reader)
    {
        var result = new UserInformation();
        List<RoleSelection>? roles = null;
        List<ExtendedNegotiation>? extended = null;
        List<CommonExtendedNegotiation>? common = null;
        while (!reader.IsAtEnd)
        {
            byte type = reader.ReadItem(out ItemReader item);
            switch (type)
            {
                case MaximumLengthItem:
                    result = result with { MaxPduLength = item.ReadUInt32() };
                    break;
                case ImplementationClassUidItem:
                    result = result with { ImplementationClassUid = ItemReader.ToUid(item.TakeRest()) };
                    break;
                case AsyncOperationsWindowItem:
                    result = result with { AsyncOperationsWindow = new AsyncOperationsWindow(item.ReadUInt16(), item.ReadUInt16()) };
                    break;
                case RoleSelectionItem:
                    DicomUid sopClass = ItemReader.ToUid(item.TakeCounted());
                    ContextRoles scu = item.ReadByte() != 0 ? ContextRoles.Scu : ContextRoles.None;
                    ContextRoles scp = item.ReadByte() != 0 ? ContextRoles.Scp : ContextRoles.None;
                    (roles ??= []).Add(new RoleSelection(sopClass, scu | scp));
                    break;
                case ImplementationVersionNameItem:
                    string version = ItemReader.ToText(item.TakeRest());
                    result = result with { ImplementationVersionName = version.Length == 0 ? null : version };
                    break;
                case ExtendedNegotiationItem:
                    (extended ??= []).Add(new ExtendedNegotiation(ItemReader.ToUid(item.TakeCounted()), item.TakeRest().ToArray()));
                    break;
                case CommonExtendedNegotiationItem:
                    (common ??= []).Add(ParseCommon(item));
                    break;
                case UserIdentityItem:
                    var identityType = (UserIdentityType)item.ReadByte();
                    bool respond = item.ReadByte() != 0;
                    result = result with { UserIdentity = new UserIdentity(identityType, item.TakeCounted().ToArray(), item.TakeCounted().ToArray(), respond) };
                    break;
                case UserIdentityResponseItem:
                    result = result with { UserIdentityResponse = item.TakeCounted().ToArray() };
                    break;
            }
        }

        return result with
        {
            RoleSelections = roles ?? result.RoleSelections,
            ExtendedNegotiations = extended ?? result.ExtendedNegotiations,
            CommonExtendedNegotiations = common ?? result.CommonExtendedNegotiations,
        };
    }

    private static CommonExtendedNegotiation ParseCommon(ItemReader item)
    {
        DicomUid sopClass = ItemReader.ToUid(item.TakeCounted());
        DicomUid serviceClass = ItemReader.ToUid(item.TakeCounted());
        var related = new List<DicomUid>();
        if (!item.IsAtEnd)
        {
            var list = new ItemReader(item.TakeCounted(), "Related general SOP classes");
            while (!list.IsAtEnd) related.Add(ItemReader.ToUid(list.TakeCounted()));
        }

        return new CommonExtendedNegotiation(sopClass, serviceClass, related);
    }
}
