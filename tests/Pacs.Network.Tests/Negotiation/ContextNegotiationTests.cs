using CsCheck;
using Pacs.Core;

namespace Pacs.Network.Tests;

[Category("PS3.8 §9.3.3.2")]
public sealed class ContextNegotiationTests
{
    private static readonly DicomUid CT = DicomUid.CTImageStorage, MR = DicomUid.MRImageStorage;
    private static readonly TransferSyntax Implicit = TransferSyntax.ImplicitVRLittleEndian, Explicit = TransferSyntax.ExplicitVRLittleEndian, Rle = TransferSyntax.RLELossless;

    [Test]
    public void Accept_AKnownClass_TakesTheFirstProposedSyntaxThatIsSupported()
    {
        NegotiatedContexts agreed = Accept([Propose(1, CT, Rle, Implicit, Explicit)], [new SupportedContext(CT, [Explicit, Implicit])]);
        Assert.That(agreed.Accepted.Single().TransferSyntax, Is.EqualTo(Implicit));
        Assert.That(agreed.Results.Single(), Is.EqualTo(new PresentationContextResult(1, ContextResult.Accepted, Implicit.Uid)));
    }

    [Test]
    public void Accept_ByTheAcceptorsPreference_TakesItsFirstThatWasProposed()
    {
        NegotiatedContexts agreed = Accept([Propose(1, CT, Rle, Implicit, Explicit)], [new SupportedContext(CT, [Explicit, Implicit])], TransferSyntaxPreference.Acceptor);
        Assert.That(agreed.Accepted.Single().TransferSyntax, Is.EqualTo(Explicit));
    }

    [Test]
    public void Accept_AnUnknownClass_SaysAbstractSyntaxNotSupported()
    {
        NegotiatedContexts agreed = Accept([Propose(1, MR, Implicit)], [new SupportedContext(CT, [Implicit])]);
        Assert.That(agreed.Accepted, Is.Empty);
        Assert.That(agreed.Rejected.Single(), Is.EqualTo(new RejectedContext(1, MR, ContextResult.AbstractSyntaxNotSupported)));
    }

    [Test]
    public void Accept_NoCommonSyntax_SaysTransferSyntaxesNotSupportedAndEchoesTheFirst()
    {
        NegotiatedContexts agreed = Accept([Propose(1, CT, Rle, Explicit)], [new SupportedContext(CT, [Implicit])]);
        Assert.That(agreed.Results.Single(), Is.EqualTo(new PresentationContextResult(1, ContextResult.TransferSyntaxesNotSupported, Rle.Uid)));
    }

    [Test]
    [Category("PS3.7 §D.3.3.4")]
    public void Accept_WithoutRoleSelection_MakesTheRequestorScuAndAnswersNone()
    {
        NegotiatedContexts agreed = Accept([Propose(1, CT, Implicit)], [new SupportedContext(CT, [Implicit], ContextRoles.Both)]);
        Assert.That(agreed.Accepted.Single().LocalRoles, Is.EqualTo(ContextRoles.Scp));
        Assert.That(agreed.RoleSelections, Is.Empty);
    }

    [TestCase(ContextRoles.Both, ContextRoles.Both, ContextRoles.Both)]
    [TestCase(ContextRoles.Scp, ContextRoles.Both, ContextRoles.Scp)]
    [TestCase(ContextRoles.Both, ContextRoles.Scp, ContextRoles.Scu)]
    [Category("PS3.7 §D.3.3.4")]
    public void Accept_RolesAsked_GrantsThoseTheAcceptorPlaysTheOtherSideOf(ContextRoles asked, ContextRoles acceptor, ContextRoles granted)
    {
        NegotiatedContexts agreed = Accept([Propose(1, CT, Implicit)], [new SupportedContext(CT, [Implicit], acceptor)], roles: [new RoleSelection(CT, asked)]);
        Assert.That(agreed.RoleSelections.Single(), Is.EqualTo(new RoleSelection(CT, granted)));
    }

    [Test]
    [Category("PS3.7 §D.3.3.4")]
    public void Accept_ARoleNobodyCouldPlay_RejectsTheContext()
    {
        NegotiatedContexts agreed = Accept([Propose(1, CT, Implicit)], [new SupportedContext(CT, [Implicit])], roles: [new RoleSelection(CT, ContextRoles.Scp)]);
        Assert.That(agreed.Results.Single().Result, Is.EqualTo(ContextResult.UserRejection));
    }

    [Test]
    public void Confirm_ASyntaxThatWasNotProposed_CountsAsRejected()
    {
        NegotiatedContexts agreed = Confirm([Propose(1, CT, Implicit)], [new PresentationContextResult(1, ContextResult.Accepted, Rle.Uid)]);
        Assert.That(agreed.Accepted, Is.Empty);
        Assert.That(agreed.Rejected.Single().Result, Is.EqualTo(ContextResult.NoReason));
    }

    [Test]
    public void Confirm_AContextThatWasNotProposed_IsIgnored()
    {
        NegotiatedContexts agreed = Confirm([Propose(1, CT, Implicit)],
            [new PresentationContextResult(1, ContextResult.Accepted, Implicit.Uid), new PresentationContextResult(7, ContextResult.Accepted, Implicit.Uid)]);
        Assert.That(agreed.Accepted.Single().Id, Is.EqualTo(1));
    }

    [Test]
    public void Confirm_AProposalWithoutAnswer_CountsAsRejected()
    {
        NegotiatedContexts agreed = Confirm([Propose(1, CT, Implicit), Propose(3, MR, Implicit)], [new PresentationContextResult(3, ContextResult.Accepted, Implicit.Uid)]);
        Assert.That(agreed.Accepted.Single().AbstractSyntax, Is.EqualTo(MR));
        Assert.That(agreed.Rejected.Single().AbstractSyntax, Is.EqualTo(CT));
    }

    [Test]
    [Category("PS3.7 §D.3.3.4")]
    public void Confirm_MoreRolesThanAskedFor_AreNotGranted()
    {
        AssociateRequestPdu request = Request([Propose(1, CT, Implicit)], [new RoleSelection(CT, ContextRoles.Scp)]);
        AssociateAcceptPdu answer = Answer([new PresentationContextResult(1, ContextResult.Accepted, Implicit.Uid)], [new RoleSelection(CT, ContextRoles.Both)]);
        Assert.That(ContextNegotiation.Confirm(request, answer).Accepted.Single().LocalRoles, Is.EqualTo(ContextRoles.Scp));
    }

    [TestCase(5, 3, 3)]
    [TestCase(2, 3, 2)]
    [TestCase(0, 3, 3)]
    [TestCase(5, 0, 5)]
    [TestCase(0, 0, 0)]
    [Category("PS3.7 §D.3.3.3")]
    public void Window_IsTheSmallerOneAndZeroIsUnlimited(int asked, int allowed, int granted) =>
        Assert.That(ContextNegotiation.Window(Both(asked), Both(allowed)), Is.EqualTo(Both(granted)));

    [Test]
    [Category("PS3.7 §D.3.3.3")]
    public void Window_NotAskedFor_IsNotAnswered() => Assert.That(ContextNegotiation.Window(null, new AsyncOperationsWindow(8, 8)), Is.Null);

    [Test]
    public void BothSides_OfAnyProposal_AgreeOnContextsAndOpposeInRoles()
    {
        DicomUid[] classes = [CT, MR, DicomUid.Verification, DicomUid.SecondaryCaptureImageStorage];
        TransferSyntax[] syntaxes = [Implicit, Explicit, Rle, TransferSyntax.JPEGBaseline8Bit];
        Gen<DicomUid> someClass = Gen.Int[0, classes.Length - 1].Select(i => classes[i]);
        Gen<TransferSyntax[]> someSyntaxes = Gen.Int[0, syntaxes.Length - 1].Array[1, 4].Select(all => all.Distinct().Select(i => syntaxes[i]).ToArray());
        Gen<ContextRoles> someRoles = Gen.Int[1, 3].Select(i => (ContextRoles)i);
        Gen.Select(
            Gen.Select(someClass, someSyntaxes).Array[1, 8],
            Gen.Select(someClass, someSyntaxes, someRoles).Array[0, 6],
            Gen.Select(someClass, someRoles).Array[0, 3],
            Gen.Bool).Sample((proposals, supported, roles, ofAcceptor) =>
        {
            AssociateRequestPdu request = Request(
                [.. proposals.Select((p, i) => Propose((byte)(2 * i + 1), p.Item1, p.Item2))],
                [.. roles.DistinctBy(r => r.Item1).Select(r => new RoleSelection(r.Item1, r.Item2))]);
            AssociationDecision decision = AssociationDecision.Accept([.. supported.Select(s => new SupportedContext(s.Item1, s.Item2, s.Item3))])
                with { Preference = ofAcceptor ? TransferSyntaxPreference.Acceptor : TransferSyntaxPreference.Requestor };
            NegotiatedContexts theirs = ContextNegotiation.Accept(request, decision);
            NegotiatedContexts ours = ContextNegotiation.Confirm(request, Answer(theirs.Results, theirs.RoleSelections));
            Assert.That(theirs.Results.Select(r => r.Id), Is.EqualTo(request.Contexts.Select(c => c.Id)));
            Assert.That(ours.Accepted.Select(c => (c.Id, c.AbstractSyntax, c.TransferSyntax)), Is.EqualTo(theirs.Accepted.Select(c => (c.Id, c.AbstractSyntax, c.TransferSyntax))));
            foreach ((PresentationContext mine, PresentationContext other) in ours.Accepted.Zip(theirs.Accepted))
            {
                Assert.That(mine.LocalRoles.HasFlag(ContextRoles.Scu), Is.EqualTo(other.LocalRoles.HasFlag(ContextRoles.Scp)));
                Assert.That(mine.LocalRoles.HasFlag(ContextRoles.Scp), Is.EqualTo(other.LocalRoles.HasFlag(ContextRoles.Scu)));
            }
        }, iter: 2000);
    }

    private static AsyncOperationsWindow Both(int count) => new((ushort)count, (ushort)count);

    private static PresentationContextProposal Propose(byte id, DicomUid abstractSyntax, params TransferSyntax[] syntaxes) => new(id, abstractSyntax, [.. syntaxes.Select(syntax => syntax.Uid)]);

    private static AssociateRequestPdu Request(IReadOnlyList<PresentationContextProposal> contexts, IReadOnlyList<RoleSelection>? roles = null) => new()
    {
        CallingAe = "A", CalledAe = "B", Contexts = contexts, UserInformation = new UserInformation { RoleSelections = roles ?? [] },
    };

    private static AssociateAcceptPdu Answer(IReadOnlyList<PresentationContextResult> results, IReadOnlyList<RoleSelection>? roles = null) => new()
    {
        CallingAe = "A", CalledAe = "B", Contexts = results, UserInformation = new UserInformation { RoleSelections = roles ?? [] },
    };

    private static NegotiatedContexts Accept(
        IReadOnlyList<PresentationContextProposal> contexts,
        IReadOnlyList<SupportedContext> supported,
        TransferSyntaxPreference preference = TransferSyntaxPreference.Requestor,
        IReadOnlyList<RoleSelection>? roles = null) =>
        ContextNegotiation.Accept(Request(contexts, roles), AssociationDecision.Accept(supported) with { Preference = preference });

    private static NegotiatedContexts Confirm(IReadOnlyList<PresentationContextProposal> contexts, IReadOnlyList<PresentationContextResult> results) =>
        ContextNegotiation.Confirm(Request(contexts), Answer(results));
}
