using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Presentation;

/// <summary>States that blend any number of images, in steps.</summary>
[Category("PS3.3 §C.11.33")]
[Category("PS3.4 §N.2.6")]
public sealed class AdvancedBlendingTests
{
    private static readonly DicomUid Anatomy = new("2.25.1"), Activity = new("2.25.2"), Third = new("2.25.3"), ActivitySeries = new("2.25.20"), Place = new("2.25.9");

    private static DicomDataset Item(Action<DicomDataset> fill)
    {
        var item = new DicomDataset();
        fill(item);
        return item;
    }

    private static DicomDataset Image(DicomUid instance, DicomUid? series = null) => Item(dataset =>
    {
        dataset.Set(DicomTag.SOPInstanceUID, instance);
        if (series is { } uid) dataset.Set(DicomTag.SeriesInstanceUID, uid);
    });

    // An input of one image, or of a whole series, in the window from 0 to 255.
    private static DicomDataset Input(int number, DicomUid? image, Action<DicomDataset>? more = null) => Item(item =>
    {
        item.SetUInt16(DicomTag.BlendingInputNumber, (ushort)number);
        if (image is { } instance) item.Set(DicomTag.ReferencedImageSequence, new DicomSequence(Item(reference => reference.Set(DicomTag.ReferencedSOPInstanceUID, instance))));
        item.Set(DicomTag.SoftcopyVOILUTSequence, new DicomSequence(Item(static voi =>
        {
            voi.Set(DicomTag.WindowCenter, "128");
            voi.Set(DicomTag.WindowWidth, "256");
        })));
        more?.Invoke(item);
    });

    private static Action<DicomDataset> Colored(byte red, byte green, byte blue) => item => item.Set(DicomTag.PaletteColorLookupTableSequence, new DicomSequence(Item(palette =>
    {
        for (uint component = 0; component < 3; component++)
        {
            palette.SetUInt16(new DicomTag(0x00281101 + component), 256, 0, 8);
            palette.SetBytes(new DicomTag(0x00281201 + component), DicomVR.OW, [.. Enumerable.Repeat(new[] { red, green, blue }[component], 256)]);
        }
    })));

    private static Action<DicomDataset> Threshold(string type, params double[] values) => item => item.Set(DicomTag.ThresholdSequence, new DicomSequence(Item(threshold =>
    {
        threshold.Set(DicomTag.ThresholdType, type);
        threshold.Set(DicomTag.ThresholdValueSequence, new DicomSequence([.. values.Select(static value => Item(entry => entry.SetDouble(DicomTag.ThresholdValue, value)))]));
    })));

    private static DicomDataset Step(string mode, int[] inputs, double? opacity = null, int? number = null) => Item(step =>
    {
        step.Set(DicomTag.BlendingMode, mode);
        step.Set(DicomTag.BlendingDisplayInputSequence, new DicomSequence([.. inputs.Select(static input => Item(entry => entry.SetUInt16(DicomTag.BlendingInputNumber, (ushort)input)))]));
        if (opacity is { } said) step.SetDouble(DicomTag.RelativeOpacity, said);
        if (number is { } result) step.SetUInt16(DicomTag.BlendingInputNumber, (ushort)result);
    });

    private static DicomDataset State(DicomDataset[] inputs, params DicomDataset[] steps) => Item(state =>
    {
        state.Set(DicomTag.AdvancedBlendingSequence, new DicomSequence(inputs));
        state.Set(DicomTag.BlendingDisplaySequence, new DicomSequence(steps));
    });

    private static byte[] Draw(DicomDataset state, (DicomDataset Image, byte[] Pixels) under, params (DicomDataset Image, byte[] Pixels)[] others)
    {
        PixelFrame[] frames = [.. others.Prepend(under).Select(static each => TestFrames.Of(each.Pixels.Length, each.Pixels, null, each.Image))];
        try
        {
            Superimposition[] inputs = [.. frames.Select(static each => new Superimposition(each, DisplayAttributes.Read(each.Source!, each.Layout)))];
            return TestFrames.Rgb(frames[0], inputs[0].Attributes, new RenderOptions { State = PresentationState.Read(state), BlendedInputs = inputs[1..] });
        }
        finally
        {
            foreach (PixelFrame frame in frames) frame.Dispose();
        }
    }

    [Test]
    public void Render_Foreground_LaysTheFirstInputOverTheSecond()
    {
        DicomDataset state = State([Input(1, Anatomy), Input(2, Activity, Colored(200, 0, 0))], Step("FOREGROUND", [2, 1], 0.25));

        Assert.That(Draw(state, (Image(Anatomy), [100]), (Image(Activity), [9])), Is.EqualTo(new byte[] { 125, 75, 75 }));
    }

    [Test]
    public void Render_Equal_CountsAllThatAreSeenAlike()
    {
        DicomDataset padded = Image(Third);
        padded.SetUInt16(DicomTag.PixelPaddingValue, 0);
        DicomDataset state = State([Input(1, Anatomy), Input(2, Activity), Input(3, Third)], Step("EQUAL", [1, 2, 3]));

        Assert.That(Draw(state, (Image(Anatomy), [30, 30]), (Image(Activity), [60, 60]), (padded, [90, 0])), Is.EqualTo(new byte[] { 60, 60, 60, 45, 45, 45 }));
    }

    [Test]
    public void Render_ForegroundThatIsNotSeen_LeavesTheOtherWhole()
    {
        DicomDataset state = State([Input(1, Anatomy), Input(2, Activity, Threshold("GREATER_THAN", 50))], Step("FOREGROUND", [2, 1], 0.5));

        Assert.That(Draw(state, (Image(Anatomy), [100, 100]), (Image(Activity), [50, 60])), Is.EqualTo(new byte[] { 100, 100, 100, 80, 80, 80 }));
    }

    [TestCase("GREATER_THAN", new[] { 20.0 }, new byte[] { 30 })]
    [TestCase("GREATER_OR_EQUAL", new[] { 20.0 }, new byte[] { 20, 30 })]
    [TestCase("LESS_THAN", new[] { 20.0 }, new byte[] { 10 })]
    [TestCase("LESS_OR_EQUAL", new[] { 20.0 }, new byte[] { 10, 20 })]
    [TestCase("RANGE_INCL", new[] { 10.0, 20.0 }, new byte[] { 10, 20 })]
    [TestCase("RANGE_EXCL", new[] { 10.0, 20.0 }, new byte[] { 30 })]
    public void Render_Threshold_HidesWhatItDoesNotLetThrough(string type, double[] values, byte[] seen)
    {
        byte[] drawn = Draw(State([Input(1, Anatomy, Threshold(type, values))], Step("EQUAL", [1])), (Image(Anatomy), [10, 20, 30]));

        Assert.That(drawn.Where(static (level, i) => i % 3 == 0 && level > 0), Is.EqualTo(seen));
    }

    [Test]
    public void Render_ThresholdOfRescaledPixels_IsInModalityUnits()
    {
        DicomDataset image = Image(Anatomy);
        image.Set(DicomTag.RescaleSlope, "2");
        image.Set(DicomTag.RescaleIntercept, "0");

        Assert.That(Draw(State([Input(1, Anatomy, Threshold("GREATER_THAN", 50))], Step("EQUAL", [1])), (image, [25, 26])), Is.EqualTo(new byte[] { 0, 0, 0, 52, 52, 52 }));
    }

    // As activation in both directions: one series, two palettes, two thresholds; then all over the anatomy.
    [Test]
    public void Render_ResultOfAStep_IsTheInputOfTheNext()
    {
        DicomDataset state = State(
            [Input(1, Anatomy), Input(2, Activity, Threshold("LESS_THAN", 50) + Colored(0, 0, 200)), Input(3, Activity, Threshold("GREATER_THAN", 100) + Colored(200, 0, 0))],
            Step("FOREGROUND", [4, 1], 0.5), Step("EQUAL", [2, 3], number: 4));

        Assert.That(Draw(state, (Image(Anatomy), [100, 100, 100]), (Image(Activity), [10, 70, 120])), Is.EqualTo(new byte[] { 50, 50, 150, 100, 100, 100, 150, 50, 50 }));
    }

    [Test]
    public void Render_InputOfAWholeSeries_TakesAnyImageOfIt()
    {
        DicomDataset state = State([Input(1, Anatomy), Input(2, null, item => item.Set(DicomTag.SeriesInstanceUID, ActivitySeries))], Step("EQUAL", [1, 2]));

        Assert.That(Draw(state, (Image(Anatomy), [100]), (Image(Third, ActivitySeries), [50])), Is.EqualTo(new byte[] { 75, 75, 75 }));
    }

    [Test]
    public void Render_InputOfCoarserPixels_IsFittedByItsPlace()
    {
        DicomDataset Placed(DicomUid instance, string x, string spacing) => Item(dataset =>
        {
            dataset.Set(DicomTag.SOPInstanceUID, instance);
            dataset.Set(DicomTag.FrameOfReferenceUID, Place);
            dataset.Set(DicomTag.ImagePositionPatient, x, "0", "0");
            dataset.Set(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
            dataset.Set(DicomTag.PixelSpacing, spacing, spacing);
        });
        DicomDataset state = State([Input(1, Anatomy), Input(2, Activity, Threshold("GREATER_THAN", 100))], Step("FOREGROUND", [2, 1], 1));

        // Upper pixels cover columns 0, 1 and 2, 3.
        byte[] drawn = Draw(state, (Placed(Anatomy, "0", "1"), [10, 20, 30, 40]), (Placed(Activity, "0.5", "2"), [90, 200]));
        Assert.That(drawn.Where(static (_, i) => i % 3 == 0).Take(2), Is.EqualTo(new byte[] { 10, 20 }));
        Assert.That(drawn[9], Is.EqualTo(200));
    }

    [Test]
    public void Render_RotationAndGraphicsOfTheState_ApplyToTheResult()
    {
        DicomDataset state = State([Input(1, Anatomy)], Step("EQUAL", [1]));
        state.SetUInt16(DicomTag.ImageRotation, 180);

        Assert.That(Draw(state, (Image(Anatomy), [10, 20])), Is.EqualTo(new byte[] { 20, 20, 20, 10, 10, 10 }));
    }

    [Test]
    public void AppliesTo_ImagesAndSeriesOfTheInputs_AndSaysWhichGivesTheGeometry()
    {
        PresentationState state = PresentationState.Read(State(
            [Input(1, Anatomy, static item => item.Set(DicomTag.GeometryForDisplay, "YES")), Input(2, null, static item => item.Set(DicomTag.SeriesInstanceUID, ActivitySeries))], Step("EQUAL", [1, 2])));
        var anatomy = new FrameSource(Image(Anatomy));
        var activity = new FrameSource(Image(Activity, ActivitySeries));

        Assert.That((state.IsAdvancedBlending, state.AppliesTo(anatomy), state.AppliesTo(activity), state.AppliesTo(new FrameSource(Image(Third)))), Is.EqualTo((true, true, true, false)));
        Assert.That((state.GivesGeometry(anatomy), state.GivesGeometry(activity)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Render_MissingImageOfAnInput_IsRefusedByItsNumber() => Assert.That(
        () => Draw(State([Input(1, Anatomy), Input(2, Activity)], Step("EQUAL", [1, 2])), (Image(Anatomy), [1])),
        Throws.TypeOf<DicomImageException>().With.Message.Contains("input 2"));

    [Test]
    public void Render_StepsThatWaitForEachOther_AreRefused() => Assert.That(
        () => Draw(State([Input(1, Anatomy)], Step("EQUAL", [5]), Step("EQUAL", [6], number: 5), Step("EQUAL", [5, 1], number: 6)), (Image(Anatomy), [1])),
        Throws.TypeOf<DicomImageException>().With.Message.Contains("wait"));

    [TestCase("SOMETIMES", "SOMETIMES")]
    [TestCase("FOREGROUND", "inputs")]
    public void Read_StepThatCannotBe_IsRefused(string mode, string message) => Assert.That(
        () => Draw(State([Input(1, Anatomy)], Step(mode, [1], 0.5)), (Image(Anatomy), [1])),
        Throws.TypeOf<DicomImageException>().With.Message.Contains(message));

    [Test]
    public void Render_ThresholdOfUnknownType_IsRefusedByName() => Assert.That(
        () => Draw(State([Input(1, Anatomy, Threshold("NEARLY", 5))], Step("EQUAL", [1])), (Image(Anatomy), [1])),
        Throws.TypeOf<DicomImageException>().With.Message.Contains("NEARLY"));

    [Test]
    public void Render_WithoutAStepThatGivesThePicture_IsRefused() => Assert.That(
        () => Draw(State([Input(1, Anatomy)], Step("EQUAL", [1], number: 2)), (Image(Anatomy), [1])),
        Throws.TypeOf<DicomImageException>().With.Message.Contains("No step"));
}
