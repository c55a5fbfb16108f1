using Pacs.Core;

namespace Pacs.Imaging.Tests.Frames;

[Category("PS3.3 §C.7.6.16")]
public sealed class FrameAttributesTests
{
    [Test]
    public void ClassicObject_AnswersFromTheTopLevel()
    {
        var dataset = new DicomDataset();
        dataset.SetDouble(DicomTag.PixelSpacing, 0.5, 0.25);

        var frame = FrameAttributes.Of(dataset);

        Assert.That(frame.IsEnhanced, Is.False);
        Assert.That(frame.PixelMeasures.GetDoubles(DicomTag.PixelSpacing), Is.EqualTo(new[] { 0.5, 0.25 }));
    }

    [Test]
    public void EnhancedObject_TakesThePerFrameGroupBeforeTheShared()
    {
        DicomDataset dataset = Enhanced();

        Assert.That(FrameAttributes.Of(dataset, 0).PlanePosition.GetDoubles(DicomTag.ImagePositionPatient)[2], Is.EqualTo(0));
        Assert.That(FrameAttributes.Of(dataset, 1).PlanePosition.GetDoubles(DicomTag.ImagePositionPatient)[2], Is.EqualTo(1));
        Assert.That(FrameAttributes.Of(dataset, 1).PixelMeasures.GetDouble(DicomTag.SliceThickness), Is.EqualTo(2));
    }

    [Test]
    public void FrameWithoutAnItem_SeesTheSharedGroups() =>
        Assert.That(FrameAttributes.Of(Enhanced(), 7).PixelMeasures.GetDouble(DicomTag.SliceThickness), Is.EqualTo(2));

    [Test]
    public void GroupThatIsNowhere_IsNull() =>
        Assert.That(FrameAttributes.Of(Enhanced()).Group(DicomTag.SegmentIdentificationSequence), Is.Null);

    private static DicomDataset Enhanced()
    {
        var dataset = new DicomDataset();
        DicomDataset measures = new();
        measures.SetDouble(DicomTag.SliceThickness, 2);
        dataset.Set(DicomTag.SharedFunctionalGroupsSequence, new DicomSequence(Holding(DicomTag.PixelMeasuresSequence, measures)));
        dataset.Set(DicomTag.PerFrameFunctionalGroupsSequence, new DicomSequence(Enumerable.Range(0, 2).Select(z =>
        {
            DicomDataset position = new();
            position.SetDouble(DicomTag.ImagePositionPatient, 0, 0, z);
            return Holding(DicomTag.PlanePositionSequence, position);
        })));
        return dataset;

        static DicomDataset Holding(DicomTag tag, DicomDataset item)
        {
            var group = new DicomDataset();
            group.Set(tag, new DicomSequence(item));
            return group;
        }
    }
}
