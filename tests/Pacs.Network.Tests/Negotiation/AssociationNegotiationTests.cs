using Pacs.Core;

namespace Pacs.Network.Tests;

public sealed class AssociationNegotiationTests
{
    private static readonly ProposedContext Verification = new(DicomUid.Verification, [TransferSyntax.ImplicitVRLittleEndian]);

    [Test]
    [Category("PS3.8 §9.3.2.2")]
    public void ToPdu_Contexts_GetOddIdsInOrder()
    {
        AssociateRequestPdu pdu = AssociationNegotiation.ToPdu(Request([.. Enumerable.Repeat(Verification, 128)]), new AssociationOptions());
        Assert.That(pdu.Contexts.Select(context => (int)context.Id), Is.EqualTo(Enumerable.Range(0, 128).Select(i => 2 * i + 1)));
    }

    [TestCase(0)]
    [TestCase(129)]
    public void ToPdu_NoOrTooManyContexts_IsAnArgumentError(int count) =>
        Assert.Throws<ArgumentException>(() => AssociationNegotiation.ToPdu(Request([.. Enumerable.Repeat(Verification, count)]), new AssociationOptions()));

    [Test]
    [Category("PS3.7 §D.3.3.4")]
    public void ToPdu_OnlyRolesOtherThanScu_AreAskedFor()
    {
        AssociateRequestPdu pdu = AssociationNegotiation.ToPdu(
            Request([Verification, new ProposedContext(DicomUid.CTImageStorage, [TransferSyntax.ExplicitVRLittleEndian], ContextRoles.Scp)]), new AssociationOptions());
        Assert.That(pdu.UserInformation.RoleSelections.Single(), Is.EqualTo(new RoleSelection(DicomUid.CTImageStorage, ContextRoles.Scp)));
    }

    [Test]
    public void ToPdu_TwoRolesForOneClass_IsAnArgumentError() =>
        Assert.Throws<ArgumentException>(() => AssociationNegotiation.ToPdu(
            Request([Verification, Verification with { RequestorRoles = ContextRoles.Both }]), new AssociationOptions()));

    [TestCase("")]
    [TestCase("SEVENTEEN_LETTERS")]
    [TestCase("BACK\\SLASH")]
    [TestCase("TAB\tULATOR")]
    [Category("PS3.5 §6.2")]
    public void ToPdu_AnImpossibleAeTitle_IsAnArgumentError(string title) =>
        Assert.Throws<ArgumentException>(() => AssociationNegotiation.ToPdu(Request([Verification]) with { CalledAe = title }, new AssociationOptions()));

    [Test]
    [Category("PS3.8 §9.3.2")]
    public void Examine_AnotherProtocolVersion_IsRejected() =>
        Assert.That(AssociationNegotiation.Examine(Pdu() with { ProtocolVersion = 2 })!.Reason, Is.EqualTo(RejectReason.ProtocolVersionNotSupported));

    [Test]
    [Category("PS3.8 §9.3.2")]
    public void Examine_SeveralVersionsWithOursAmongThem_IsAccepted() => Assert.That(AssociationNegotiation.Examine(Pdu() with { ProtocolVersion = 3 }), Is.Null);

    [Test]
    [Category("PS3.7 §A.2.1")]
    public void Examine_AnotherApplicationContext_IsRejected() =>
        Assert.That(AssociationNegotiation.Examine(Pdu() with { ApplicationContext = new DicomUid("1.2.3") })!.Reason, Is.EqualTo(RejectReason.ApplicationContextNameNotSupported));

    [TestCase(1u, false)]
    [TestCase(7u, false)]
    [TestCase(8u, true)]
    [TestCase(0u, true)]
    [Category("PS3.8 §D.1")]
    public void Examine_AMaximumLength_MustLeaveRoomForData(uint length, bool isPossible) =>
        Assert.That(AssociationNegotiation.Examine(Pdu() with { UserInformation = new UserInformation { MaxPduLength = length } }) is null, Is.EqualTo(isPossible));

    [Test]
    [Category("PS3.7 §D.3.3.7")]
    public void Accept_AnIdentityResponse_IsSentOnlyWhenAskedFor()
    {
        AssociationDecision decision = AssociationDecision.Accept([]) with { UserIdentityResponse = new byte[] { 1 } };
        foreach (bool asked in (bool[])[true, false])
        {
            AssociateRequestPdu request = Pdu() with { UserInformation = new UserInformation { UserIdentity = new UserIdentity(UserIdentityType.Username, "joe"u8.ToArray(), default, asked) } };
            Assert.That(AssociationNegotiation.Accept(request, decision, new AssociationOptions(), null).Answer.UserInformation.UserIdentityResponse.HasValue, Is.EqualTo(asked));
        }
    }

    [Test]
    [Category("PS3.7 §D.3.3.5")]
    public void Accept_ExtendedNegotiation_AnswersOnlyWhatWasAsked()
    {
        var find = new ExtendedNegotiation(DicomUid.StudyRootQueryRetrieveInformationModelFind, new byte[] { 1 });
        var move = new ExtendedNegotiation(DicomUid.StudyRootQueryRetrieveInformationModelMove, new byte[] { 1 });
        AssociateRequestPdu request = Pdu() with { UserInformation = new UserInformation { ExtendedNegotiations = [find] } };
        (AssociateAcceptPdu answer, AssociationInfo info) = AssociationNegotiation.Accept(request, AssociationDecision.Accept([]) with { ExtendedNegotiations = [find, move] }, new AssociationOptions(), null);
        Assert.That(answer.UserInformation.ExtendedNegotiations.Single().SopClass, Is.EqualTo(find.SopClass));
        Assert.That(info.ExtendedNegotiations.Single().SopClass, Is.EqualTo(find.SopClass));
    }

    [Test]
    [Category("PS3.7 §D.3.3.3")]
    public void Confirm_AWindowThatWasNotAskedFor_StaysSynchronous()
    {
        AssociateAcceptPdu answer = Accepting() with { UserInformation = new UserInformation { AsyncOperationsWindow = new AsyncOperationsWindow(8, 8) } };
        Assert.That(AssociationNegotiation.Confirm(Pdu(), answer, null).AsyncOperationsWindow, Is.EqualTo(AsyncOperationsWindow.Synchronous));
    }

    [Test]
    [Category("PS3.8 §D.1")]
    public void Confirm_AMaximumLengthInWhichNothingFits_IsAProtocolError() =>
        Assert.Throws<DicomProtocolException>(() => AssociationNegotiation.Confirm(Pdu(), Accepting() with { UserInformation = new UserInformation { MaxPduLength = 6 } }, null));

    private static AssociationRequest Request(IReadOnlyList<ProposedContext> contexts) => new() { CallingAe = "A", CalledAe = "B", Contexts = contexts };

    private static AssociateRequestPdu Pdu() => AssociationNegotiation.ToPdu(Request([Verification]), new AssociationOptions());

    private static AssociateAcceptPdu Accepting() => new()
    {
        CallingAe = "A", CalledAe = "B", Contexts = [new PresentationContextResult(1, ContextResult.Accepted, TransferSyntax.ImplicitVRLittleEndian.Uid)], UserInformation = new UserInformation(),
    };
}
